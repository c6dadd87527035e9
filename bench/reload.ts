/**
 * How long it takes from the moment when a file is saved to the first response of the changed function, with
 * `lambda-container dev`. The client asks again 20 ms after each response, as an impatient user does.
 *
 *     npm run build && npm run bench:reload [rounds [language ...]]
 *
 * Makes a project of each language, of those that are reloaded without a new image, and removes it and its images.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { loadCatalog } from '../scaffold/catalog/load-catalog.ts';
import { defaultEvent } from '../scaffold/options/options.ts';
import { nameFunctions } from '../scaffold/plan/functions.ts';

const [givenRounds = '10', ...chosen] = process.argv.slice(2);
const rounds = Number(givenRounds);
/** In milliseconds, of each language. */
const wanted: Readonly<Record<string, number>> = {
  bash: 500,
  elixir: 1000,
  erlang: 1000,
  go: 2000,
  nodejs: 500,
  python: 500,
  typescript: 1000,
};
const port = 9199;
const bin = fileURLToPath(new URL('../bin/lambda-container.js', import.meta.url));
const name = `reload-${process.pid}`;

if (!existsSync(fileURLToPath(new URL('../dist/cli/main.js', import.meta.url)))) {
  console.error('Expected the compiled generator in dist/, found none: npm run build');
  process.exit(1);
}

async function ready(dev: ChildProcess): Promise<void> {
  for await (const text of dev.stderr!.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    if (String(text).includes('Ready:')) break;
  }
  dev.stderr!.resume();
}

async function responseOf(): Promise<string> {
  const url = `http://127.0.0.1:${port}/2015-03-31/functions/${name}/invocations`;
  const response = await fetch(url, { method: 'POST', body: '{"name":"Ada"}' });
  return response.text();
}

/** In milliseconds, of each round. The first one, before which a compiler may still be filling its caches, is not counted. */
async function timesOf(handlerFile: string): Promise<number[]> {
  const times: number[] = [];
  const original = readFileSync(handlerFile, 'utf8');
  for (let round = 0; round <= rounds; round++) {
    const greeting = `Greeting${round}`;
    const startedAt = performance.now();
    writeFileSync(handlerFile, original.replaceAll('Hello', greeting));
    while (!(await responseOf()).includes(greeting)) await sleep(20);
    if (round > 0) times.push(performance.now() - startedAt);
    await sleep(500);
  }
  return times;
}

const directory = mkdtempSync(path.join(tmpdir(), 'lambda-container-bench-reload-'));
let isTooSlow = false;
try {
  const catalog = loadCatalog();
  for (const language of catalog.languages) {
    const { id, reload } = language;
    if (reload === undefined || (chosen.length > 0 && !chosen.includes(id))) continue;
    const [named] = nameFunctions(catalog, language, name, [{ name, event: defaultEvent }]);
    const project = path.join(directory, id, name);
    execFileSync('mkdir', ['-p', path.dirname(project)]);
    const args = [bin, 'new', name, '--language', id, '--yes', '--no-git'];
    execFileSync(process.execPath, args, { cwd: path.dirname(project), stdio: 'ignore' });
    const dev = spawn(process.execPath, [bin, 'dev', '--port', String(port)], {
      cwd: project,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const exited = once(dev, 'exit');
    let times: number[];
    try {
      await ready(dev);
      await responseOf();
      times = await timesOf(path.join(project, named!.handlerFile));
    } finally {
      dev.kill('SIGINT');
      await exited;
    }
    times = times.toSorted((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)]!;
    isTooSlow ||= median > (wanted[id] ?? Infinity);
    console.log(
      `${id}: ${median.toFixed(0)} ms (${times[0]!.toFixed(0)} to ${times.at(-1)!.toFixed(0)}), wanted: ${wanted[id] ?? 'nothing'}`,
    );
  }
} finally {
  rmSync(directory, { recursive: true });
  execFileSync('docker', ['image', 'rm', '--force', `${name}:function`, `${name}:build`], {
    stdio: 'ignore',
  });
}
process.exitCode = isTooSlow ? 1 : 0;
