import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';

import { LambdaClient } from '@aws-sdk/client-lambda';
import { execa, type ResultPromise } from 'execa';

import { docker } from '../../../lambda/docker/docker.ts';
import { packageRoot } from '../../../scaffold/package-root.ts';
import { freePort } from '../../docker/free-port.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

type Change = (text: string) => string;
type Save = 'in place' | 'by renaming';

/** `lambda-container dev` in a project of its own. */
export interface Dev extends AsyncDisposable {
  readonly name: string;
  readonly directory: string;
  readonly port: number;
  readonly client: LambdaClient;
  readonly process_: ResultPromise;
  /** What it has printed. */
  output(): string;
  /** Waits until it has printed that, from this character on. Throws if it prints there of a failed build instead. */
  printed(pattern: RegExp, from: number): Promise<void>;
  /** Edits a file as an editor does, in place unless it is said. */
  edit(file: string, change: Change, save?: Save): void;
  /** Edits a file, and waits until it has been taken over. */
  reload(file: string, change: Change, save?: Save): Promise<void>;
  /** The containers, networks and volumes that belong to it. */
  left(): Promise<string[]>;
}

export async function startDev(language: string, flags: readonly string[] = []): Promise<Dev> {
  const parent = temporaryDirectory();
  // Its images have this name, and test files run at once.
  const name = `dev-${language}-${path.basename(parent.path).slice(-6).toLowerCase()}`;
  const created = await runCli(parent.path, ['new', name, '--language', language, '--yes']);
  if (created.exitCode !== 0) throw new Error(created.stderr);
  const directory = path.join(parent.path, name);
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
  let hasEnded = false;
  void process_.then(() => (hasEnded = true));
  const client = new LambdaClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

  async function printed(pattern: RegExp, from: number): Promise<void> {
    while (!pattern.test(output.slice(from))) {
      if (hasEnded || output.includes('could not be built', from))
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
  await printed(/^Ready:/m, 0);
  return {
    name,
    directory,
    port,
    client,
    process_,
    output: () => output,
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
      await docker('image', 'rm', '--force', `${name}:function`, `${name}:build`);
      parent[Symbol.dispose]();
    },
  };
}
