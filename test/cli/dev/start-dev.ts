import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';

import { LambdaClient } from '@aws-sdk/client-lambda';
import { execa, type ResultPromise } from 'execa';

import type { JournalEntry } from '../../../cli/dev/journal.ts';
import { docker } from '../../../lambda/docker/docker.ts';
import { packageRoot } from '../../../scaffold/package-root.ts';
import { freePort } from '../../docker/free-port.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

type Change = (text: string) => string;
type Save = 'in place' | 'by renaming';

/** No build here takes as long, on any machine. */
const longestMs = 5 * 60_000;

/** `lambda-container dev` in a project of its own. */
export interface Dev extends AsyncDisposable {
  readonly name: string;
  readonly directory: string;
  readonly port: number;
  readonly client: LambdaClient;
  readonly process_: ResultPromise;
  /** What it has printed. */
  output(): string;
  /** The same on standard output, with --json. */
  entries(): JournalEntry[];
  /** Waits until it has printed that, from this character on. Throws if it prints there of a failed build instead. */
  printed(pattern: RegExp, from: number): Promise<void>;
  /** Edits a file as an editor does, in place unless it is said. */
  edit(file: string, change: Change, save?: Save): void;
  /** Edits a file, and waits until it has been taken over. */
  reload(file: string, change: Change, save?: Save): Promise<void>;
  /** The containers, networks and volumes that belong to it. */
  left(): Promise<string[]>;
}

/** What is not usual. */
export interface DevProject {
  /** Of the function that has the name of the project. */
  readonly event?: string;
  /** The events of further functions, by their names. */
  readonly functions?: Readonly<Record<string, string>>;
  /** A project that is there instead of a new one: its images stay. */
  readonly there?: Pick<Dev, 'name' | 'directory'>;
}

export async function startDev(
  language: string,
  flags: readonly string[] = [],
  { event = 'direct', functions = {}, there }: DevProject = {},
): Promise<Dev> {
  const parent = temporaryDirectory();
  // Its images have this name, and test files run at once.
  const name =
    there?.name ?? `dev-${language}-${path.basename(parent.path).slice(-6).toLowerCase()}`;
  const directory = there?.directory ?? path.join(parent.path, name);
  async function make(cwd: string, args: readonly string[]): Promise<void> {
    const { exitCode, stderr } = await runCli(cwd, [...args]);
    if (exitCode !== 0) throw new Error(stderr);
  }
  if (there === undefined) {
    await make(parent.path, ['new', name, '--language', language, '--event', event, '--yes']);
    for (const [other, itsEvent] of Object.entries(functions)) {
      await make(directory, ['function', other, '--event', itsEvent]);
    }
  }
  const port = await freePort();
  const bin = path.join(packageRoot, 'bin/lambda-container.js');
  const args = [bin, 'dev', '--port', String(port), ...flags];
  const process_ = execa(process.execPath, args, {
    cwd: directory,
    stdin: 'ignore',
    reject: false,
    // Where it keeps the key of its page.
    env: { XDG_STATE_HOME: path.join(parent.path, 'state') },
    // As in a terminal, where Ctrl-C reaches the whole group.
    detached: true,
  });
  let output = '';
  process_.stderr.on('data', (text) => (output += String(text)));
  let json = '';
  process_.stdout.on('data', (text) => (json += String(text)));
  let hasEnded = false;
  void process_.then(() => (hasEnded = true));
  const client = new LambdaClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

  async function printed(pattern: RegExp, from: number): Promise<void> {
    const giveUpAt = performance.now() + longestMs;
    while (!pattern.test(output.slice(from))) {
      const isLate = performance.now() > giveUpAt;
      if (isLate || hasEnded || output.includes('could not be built', from))
        throw new Error(`Expected ${String(pattern)} in what dev printed:\n${output}`);
      await sleep(20);
    }
  }
  function edit(file: string, change: Change, save: Save = 'in place'): void {
    const whole = path.join(directory, file);
    const text = change(readFileSync(whole, 'utf8'));
    if (save === 'in place') {
      writeFileSync(whole, text);
    } else {
      const written = path.join(parent.path, 'saved');
      writeFileSync(written, text);
      renameSync(written, whole);
    }
  }
  async function isReady(): Promise<void> {
    while (!json.includes('"type":"ready"')) {
      if (hasEnded) throw new Error(`Expected it to be ready:\n${output}`);
      await sleep(20);
    }
  }
  async function left(): Promise<string[]> {
    const images = await docker('image', 'ls', '--quiet', '--filter', `reference=${name}`);
    const ids = images.split('\n').filter(Boolean);
    const started = ids.map((id) => docker('ps', '--all', '--quiet', '--filter', `ancestor=${id}`));
    const named = `name=lambda-container-${name}`;
    const all = await Promise.all([
      ...started,
      docker('ps', '--all', '--quiet', '--filter', named),
      docker('volume', 'ls', '--quiet', '--filter', named),
    ]);
    return all.flatMap((each) => each.split('\n')).filter(Boolean);
  }
  await (flags.includes('--json') ? isReady() : printed(/^Ready:/m, 0));
  return {
    name,
    directory,
    port,
    client,
    process_,
    output: () => output,
    entries: () =>
      json
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as JournalEntry),
    printed,
    edit,
    async reload(file, change, save) {
      const from = output.length;
      edit(file, change, save);
      const taken = `(?:${file.replaceAll('.', '[.]')}|[0-9]+ files): (?:reloaded|built) `;
      await printed(new RegExp(`^${taken}`, 'm'), from);
    },
    left,
    async [Symbol.asyncDispose]() {
      client.destroy();
      if (!hasEnded) process.kill(-process_.pid!, 'SIGTERM');
      await process_;
      if (there === undefined) {
        await docker('image', 'rm', '--force', `${name}:function`, `${name}:build`);
      }
      parent[Symbol.dispose]();
    },
  };
}
