import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { expect, test } from 'vitest';

import { docker } from '../../../../lambda/docker/docker.ts';
import { startSandbox } from '../../../../lambda/sandbox/start-sandbox.ts';
import { answer } from '../../../docker/container.ts';
import { combinations } from '../../../docker/combinations.ts';
import { add, edit } from '../../../docker/edit-project.ts';
import { generateProject, type Project } from '../../../docker/project.ts';

const combination = combinations.find(({ language }) => language === 'python')!;

/** A generated project with the files of a directory in projects/, which replace those of the function. */
async function projectWith(files: string): Promise<Project> {
  const project = await generateProject(combination);
  await rm(path.join(project.directory, 'tests'), { recursive: true });
  const source = path.join(import.meta.dirname, 'projects', files);
  await cp(source, project.directory, { recursive: true });
  return project;
}

/** Runs uv of the build image in the project, as its README says. */
async function uv(image: string, { directory }: Project, ...command: string[]): Promise<string> {
  const { uid, gid } = { uid: process.getuid!(), gid: process.getgid!() };
  const flags = ['--rm', '--user', `${uid}:${gid}`, '--volume', `${directory}:/src`];
  const variables = ['--env', 'NETRC=/src/.netrc'];
  return docker('run', ...flags, ...variables, image, 'uv', ...command, '--no-cache');
}

test('packages with native code: from a wheel, and compiled in the build', async () => {
  await using project = await projectWith('native');
  const packages = 'ARG BUILD_PACKAGES="gcc libc6-dev libpq-dev"';
  await edit(project, 'Dockerfile', 'ARG BUILD_PACKAGES=""', packages);
  const build = await project.build('build');
  await uv(build, project, 'add', '--no-sync', 'numpy', 'psycopg2');

  expect(await answer(await project.build('local'), {})).toEqual({
    numpy: -2,
    libpq: true,
    problem: expect.stringContaining('Connection refused'),
  });
});

test('a project with packages of its own, a workspace, a private index and data files', async () => {
  await using project = await projectWith('grown');
  await using fresh = await generateProject(combination);
  const build = await fresh.build('build');
  await uv(build, project, 'build', '--wheel', '--out-dir', '/src/wheels', '/src/ledger');
  await using index = await startPrivateIndex(path.join(project.directory, 'wheels'));
  await rm(path.join(project.directory, 'ledger'), { recursive: true });

  const manifest = await readFile(path.join(project.directory, 'pyproject.toml'), 'utf8');
  const text = manifest.replace('dependencies = []', 'dependencies = ["ledger", "money", "tax"]');
  await writeFile(
    path.join(project.directory, 'pyproject.toml'),
    `${text}
[tool.uv.sources]
ledger = { index = "private" }
money = { path = "libs/money" }
tax = { workspace = true }

[tool.uv.workspace]
members = ["packages/*"]

[[tool.uv.index]]
name = "private"
url = "${index.url}"
explicit = true
`,
  );
  await add(project, '.netrc', `machine ${index.host} login ${user} password ${password}\n`);
  await uv(build, project, 'lock');
  project.buildFlags.push('--secret', `id=netrc,src=${project.directory}/.netrc`);
  await project.build('test');

  expect(await answer(await project.build('local'), {})).toEqual({
    'path dependency': '19.99',
    'workspace member': 119,
    'private index': 'the ledger',
    'data of a package': { standard: 19 },
    'package of the project': { EUR: 1 },
    settings: 'EUR',
  });
  const image = await project.build('function');
  const files = await docker(
    'run',
    '--rm',
    '--entrypoint',
    '/bin/sh',
    image,
    '-c',
    'echo /var/task/.*',
  );
  expect(files).not.toContain('.netrc');
});

test('SIGTERM ends the processes of a function, and the function itself with atexit', async () => {
  await using project = await projectWith('processes');
  await using sandbox = await startSandbox({
    image: await project.build('function'),
    memoryMb: 1769,
    timeoutMs: 60_000,
    extension: true,
  });
  const { result } = await sandbox.invoke(Buffer.from('{}'));
  expect(JSON.parse(result.body.toString())).toEqual({ forked: -15, program: -15, blocked: 0 });

  const { exitStatus, log } = await sandbox.stop();
  expect(log).toContain('at exit');
  expect(exitStatus).toBe(0);
});

const [user, password] = ['reader', 'secret'];

/** An index as PEP 503 describes it, with the wheels of a directory, on an address that containers reach. */
async function startPrivateIndex(directory: string) {
  const host = await docker(
    'network',
    'inspect',
    'bridge',
    '--format',
    '{{(index .IPAM.Config 0).Gateway}}',
  );
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const wheel = 'ledger-1.0.0-py3-none-any.whl';
  const contents = await readFile(path.join(directory, wheel));
  const server = createServer(({ url, headers }, response) => {
    if (headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="packages"' }).end();
    } else if (url === '/simple/ledger/') {
      response.setHeader('content-type', 'text/html').end(`<a href="/${wheel}">${wheel}</a>`);
    } else if (url === `/${wheel}`) {
      response.end(contents);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host,
    url: `http://${host}:${port}/simple`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
