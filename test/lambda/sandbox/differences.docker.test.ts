import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { docker } from '../../../lambda/docker/docker.ts';
import { environmentVariables } from '../../../lambda/sandbox/environment-variables.ts';
import { startSandbox } from '../../../lambda/sandbox/start-sandbox.ts';
import { buildDirectory, type TestImage } from '../../docker/build-directory.ts';
import { generateProject, type Project } from '../../docker/project.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { differences } from './differences.ts';
import { type Facts, observe } from './observe.ts';

const memoryMb = 256;
const proxy = 'http://of-the-client';
const proxies = {
  httpProxy: proxy,
  httpsProxy: proxy,
  ftpProxy: proxy,
  allProxy: proxy,
  noProxy: 'of-the-client',
};
const config = temporaryDirectory({
  'config.json': JSON.stringify({ proxies: { default: proxies } }),
});

let image: TestImage;
let project: Project;

beforeAll(async () => {
  image = await buildDirectory(fileURLToPath(new URL('./probe', import.meta.url)));
  project = await generateProject({ language: 'nodejs', version: '24', base: 'scratch' });
  // A context would be looked for in the directory of the other configuration.
  process.env['DOCKER_HOST'] = await docker(
    'context',
    'inspect',
    '--format',
    '{{.Endpoints.docker.Host}}',
  );
  process.env['DOCKER_CONFIG'] = config.path;
});

afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await image[Symbol.asyncDispose]();
  config[Symbol.dispose]();
});

async function volumes(): Promise<string[]> {
  return (await docker('volume', 'ls', '--quiet')).split('\n');
}

/** Starts a container that was created, observes it, and removes it. */
async function observed(container: string): Promise<Facts> {
  try {
    return await observe(await docker('start', '--attach', container), container);
  } finally {
    await docker('rm', '--force', '--volumes', container);
  }
}

async function ofMake(): Promise<Facts> {
  const rule = '--eval=create: ; @$(CREATE) probe';
  const args = [
    '--no-print-directory',
    rule,
    'create',
    `IMAGE=${image.name}`,
    `MEMORY=${memoryMb}`,
  ];
  const { stdout } = await execa('make', args, { cwd: project.directory });
  return observed(stdout);
}

async function ofSandbox(): Promise<Facts> {
  await using sandbox = await startSandbox({ image: image.name, memoryMb, settleMs: 500 });
  return await observe(sandbox.init.log, sandbox.container);
}

const settings = { functionName: '', memoryMb, concurrency: 1, env: {} };
/** On Lambda too, and tested elsewhere. */
const ofLambda = new Set(
  Object.keys(environmentVariables(settings, '')).map((name) => `variable ${name}`),
);

const columns = ['docker', 'sandbox'] as const;

/** The facts that are not as they are listed, and those that are not listed. */
function unexpected(facts: Facts, column: (typeof columns)[number]): string[] {
  const listed = new Map(differences.flatMap((each) => Object.entries(each.facts)));
  const wrong = [...listed].filter(([name, values]) => {
    const expected = values[columns.indexOf(column)];
    return expected instanceof RegExp
      ? facts[name] === undefined || !expected.test(facts[name])
      : facts[name] !== expected;
  });
  const unlisted = Object.keys(facts).filter((name) => !listed.has(name) && !ofLambda.has(name));
  return [...wrong.map(([name]) => name), ...unlisted].map((name) => `${name}: ${facts[name]}`);
}

test('a container of docker run differs from Lambda in what is listed', async () => {
  const facts = await observed(await docker('create', image.name));
  expect(unexpected(facts, 'docker')).toStrictEqual([]);
});

test.each([
  ['the sandbox', ofSandbox],
  ['make run and make test', ofMake],
])('a container of %s is as listed, and leaves no volume', async (_, facts) => {
  const before = await volumes();
  expect(unexpected(await facts(), 'sandbox')).toStrictEqual([]);
  expect((await volumes()).filter((each) => !before.includes(each))).toStrictEqual([]);
});
