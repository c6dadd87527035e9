import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { commandLine } from '../../../programs/command-line.ts';
import { docker, runDocker } from '../../../lambda/docker/docker.ts';
import { type Registry, startRegistry } from '../../docker/registry.ts';
import { readTree, temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { runCli } from '../../helpers/run-cli.ts';

/** Stand-ins: a registry takes any image for any other, and small ones are quick to push. */
const [image, otherImage] = [`pin-images-${process.pid}:1`, `pin-images-${process.pid}:2`];

let registry: Registry;
let digest: string;

beforeAll(async () => {
  registry = await startRegistry();
  for (const tag of [image, otherImage]) {
    using context = temporaryDirectory({ Dockerfile: `FROM scratch\nCOPY . /${tag}\n` });
    const flags = ['--provenance=false', '--sbom=false', '--tag', tag];
    await docker('build', ...flags, context.path);
  }
  digest = await registry.push(image, 'node:24-trixie-slim');
  for (const name of ['debian:trixie-slim', 'lambda/provided:al2023', 'tools:1']) {
    await registry.push(image, name);
  }
});

afterAll(async () => {
  await docker('image', 'rm', image, otherImage);
  await registry[Symbol.asyncDispose]();
});

/** A project whose base images are in the registry, as in a company with a mirror. */
async function projectWithMirror() {
  const parent = temporaryDirectory();
  await runCli(parent.path, ['new', 'shop', '--language', 'nodejs', '--base', 'debian', '--yes']);
  const directory = path.join(parent.path, 'shop');
  const file = path.join(directory, 'Dockerfile');
  edit((text) =>
    text
      .replace('=public.ecr.aws/', '=')
      .replaceAll(/^(ARG \w+_IMAGE=)(.+)$/gm, `$1${registry.host}/$2`),
  );
  return {
    directory,
    file,
    edit,
    read,
    /** Adds no file but what `make pin` leaves. */
    async pin(...variables: string[]) {
      const before = Object.keys(readTree(directory));
      const args = ['--no-print-directory', 'pin', ...variables];
      const result = await execa('make', args, { cwd: directory, reject: false });
      expect(Object.keys(readTree(directory))).toStrictEqual(before);
      return result;
    },
    [Symbol.dispose]: () => parent[Symbol.dispose](),
  };

  function read(): string {
    return readFileSync(file, 'utf8');
  }

  function edit(change: (text: string) => string): void {
    writeFileSync(file, change(read()));
  }
}

test('writes the digest of every base image behind its tag, and updates it', async () => {
  using project = await projectWithMirror();
  const unpinned = project.read();
  chmodSync(project.file, 0o640);
  const { stdout } = await project.pin();
  expect(stdout).toMatch(/^Pinned in Dockerfile:\n/);
  const pinned = project.read();
  for (const [name, tagged] of [
    ['BUILD_IMAGE', 'node:24-trixie-slim'],
    ['RUN_IMAGE', 'debian:trixie-slim'],
    ['RIE_IMAGE', 'lambda/provided:al2023'],
  ]) {
    expect(pinned).toContain(`\nARG ${name}=${registry.host}/${tagged}@${digest}\n`);
    expect(stdout).toContain(`  ${name} ${registry.host}/${tagged}@${digest}`);
  }
  expect(pinned.replaceAll(`@${digest}`, '')).toBe(unpinned);
  expect(statSync(project.file).mode & 0o777).toBe(0o640);

  const { mtimeNs } = statSync(project.file, { bigint: true });
  expect((await project.pin()).stdout).toMatch(/^Up to date:\n/);
  expect(statSync(project.file, { bigint: true }).mtimeNs).toBe(mtimeNs);

  const newer = await registry.push(otherImage, 'debian:trixie-slim');
  expect(newer).not.toBe(digest);
  await project.pin();
  expect(project.read()).toBe(
    pinned.replace(`debian:trixie-slim@${digest}`, `debian:trixie-slim@${newer}`),
  );
  await registry.push(image, 'debian:trixie-slim');
});

test('the digest is that of the index, for all platforms, and the engine builds with it', async () => {
  using project = await projectWithMirror();
  const name = `${registry.host}/tools:1`;
  await docker('buildx', 'imagetools', 'create', '--tag', `${registry.host}/tools:2`, name);
  project.edit((text) =>
    text.replace(/^ARG RIE_IMAGE=.+$/m, `ARG RIE_IMAGE=${registry.host}/tools:2`),
  );
  await project.pin();
  const [, index] = /^ARG RIE_IMAGE=.+:2@(.+)$/m.exec(project.read())!;
  expect(index).not.toBe(digest);
  const raw = await docker(
    'buildx',
    'imagetools',
    'inspect',
    '--raw',
    `${name.replace(/1$/, '2')}`,
  );
  expect(JSON.parse(raw)).toMatchObject({ manifests: [{ digest }] });

  const built = `pinned-${process.pid}`;
  const flags = ['--provenance=false', '--sbom=false', '--quiet', '--target', 'rie'];
  await runDocker(commandLine('build', [...flags, '--tag', built, '.']), {
    cwd: project.directory,
  });
  await docker('image', 'rm', built);
});

test("the user's own base images are pinned, and nothing else", async () => {
  using project = await projectWithMirror();
  const own = `arg TOOLS="${registry.host}/tools:1"\nARG UNUSED=debian:trixie-slim\nARG RELEASE=trixie\n`;
  const stages =
    'from --platform=$BUILDPLATFORM $TOOLS as tools\nARG RUN_IMAGE=of-a-stage:1\nFROM scratch AS empty\n';
  project.edit((text) => `${own}${text}${stages}`);
  expect((await project.pin()).exitCode).toBe(0);
  expect(project.read().startsWith(own.replace(/"(.+)"/, `$1@${digest}`))).toBe(true);
  expect(project.read().endsWith(stages)).toBe(true);
});

test('lines that end in a carriage return keep it', async () => {
  using project = await projectWithMirror();
  project.edit((text) => text.replaceAll('\n', '\r\n'));
  await project.pin();
  expect(project.read()).toContain(`:al2023@${digest}\r\n`);
  expect(project.read().replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

interface Case {
  readonly title: string;
  readonly image: string;
  readonly found: string;
}

const expected = 'make pin: RUN_IMAGE: expected';

test.each<Case>([
  {
    title: 'a tag that the registry does not have',
    image: 'HOST/debian:sid',
    found: `${expected} the digest of HOST/debian:sid from its registry, found ERROR: HOST/debian:sid: not found`,
  },
  {
    title: 'a registry that does not answer',
    image: '127.0.0.1:1/debian:trixie',
    found: `${expected} the digest of 127.0.0.1:1/debian:trixie from its registry, found ERROR: failed to do request`,
  },
  {
    title: 'an image without a tag',
    image: 'HOST/debian',
    found: `${expected} an image as NAME:TAG, found HOST/debian`,
  },
  {
    title: 'a digest without a tag',
    image: `HOST/debian@sha256:${'a'.repeat(64)}`,
    found: `${expected} an image as NAME:TAG, found HOST/debian@sha256:aaaa`,
  },
  {
    title: 'a variable',
    image: '${MIRROR}/debian:trixie',
    found: `${expected} an image as NAME:TAG, found \${MIRROR}/debian:trixie`,
  },
])('$title: an error, and nothing is written', async ({ image, found }) => {
  using project = await projectWithMirror();
  const value = image.replace('HOST', registry.host);
  project.edit((text) => text.replace(/^ARG RUN_IMAGE=.+$/m, () => `ARG RUN_IMAGE=${value}`));
  const before = project.read();
  const { exitCode, stderr } = await project.pin();
  expect(stderr).toContain(found.replaceAll('HOST', registry.host));
  expect(stderr).toContain('\nNothing was written. ');
  expect(exitCode).toBe(2);
  expect(project.read()).toBe(before);
});

test('without buildx, or without a base image that is an ARG, it says so', async () => {
  using project = await projectWithMirror();
  const { stderr } = await project.pin('ENGINE=false');
  expect(stderr).toContain('expected an engine with buildx');
  project.edit((text) => text.replaceAll(/^ARG \w+_IMAGE=.+\n/gm, ''));
  expect((await project.pin()).stderr).toContain('expected base images in Dockerfile');
});
