import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { checkImage } from '../../../../lambda/check/check-image.ts';
import { prepareCheck } from '../../../../lambda/check/prepare-check.ts';
import { readImageToCheck } from '../../../../lambda/check/read-image-to-check.ts';
import { docker } from '../../../../lambda/docker/docker.ts';
import { answer } from '../../../docker/container.ts';
import { dockerResult } from '../../../docker/docker-result.ts';
import { add, edit } from '../../../docker/edit-project.ts';
import { imageFiles } from '../../../docker/image.ts';
import { generateProject, type Project } from '../../../docker/project.ts';
import { type NpmRegistry, packageArchive, startNpmRegistry } from './npm-registry.ts';

const combination = { language: 'nodejs', version: '24', base: 'scratch' };
const tokens = { variable: 'npm_TheVariable', settings: 'npm_TheSettings' };

/** What a company's project has, after a year or two: projects/grown, and what cannot be in this repository. */
async function grow(project: Project, registries: readonly NpmRegistry[]): Promise<void> {
  const { directory } = project;
  await cp(path.join(import.meta.dirname, 'projects/grown'), directory, { recursive: true });
  await mkdir(path.join(directory, 'vendor'));
  const stamp = await packageArchive('stamp', "export const stamp = 'stamped';");
  await writeFile(path.join(directory, 'vendor/stamp-1.0.0.tgz'), stamp);
  const [greeting, shout] = registries.map(({ host }) => host);
  await add(
    project,
    '.npmrc',
    [
      `@acme:registry=http://${greeting}/`,
      `//${greeting}/:_authToken=\${NPM_TOKEN}`,
      `@acme-tools:registry=http://${shout}/`,
      'cafile=certs/company.pem',
      '',
    ].join('\n'),
  );
  await add(project, 'certs/company.pem', await authorities());
  await add(project, 'test/fixtures/key.pem', '-----BEGIN PRIVATE KEY-----\n');
  await add(project, '.env', 'DATABASE_PASSWORD=correct-horse\n');
  await add(project, 'packages/pricing/.env.local', 'DATABASE_PASSWORD=correct-horse\n');
}

/** The certificate authorities that npm believes in the image that builds the function. */
function authorities(): Promise<string> {
  const script = `(node --print 'tls.rootCertificates.join("\\n")'
    cat /usr/local/share/ca-certificates/*.crt 2>/dev/null) || true`;
  return docker('run', '--rm', '--entrypoint', 'sh', 'node:24-trixie-slim', '-c', script);
}

describe('a project that has grown', () => {
  let registries: NpmRegistry[];
  let project: Project;

  beforeAll(async () => {
    registries = [
      await startNpmRegistry({
        name: '@acme/greeting',
        token: tokens.variable,
        module: "export { greet } from './generated.js';",
        // As that of Prisma: reads a file of the project, if it is there.
        postinstall: `node -e '
          const { existsSync, readFileSync, writeFileSync } = require("node:fs");
          const file = process.env.INIT_CWD + "/data/greeting.txt";
          const text = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
          writeFileSync("generated.js", "export const greet = (name) => " + JSON.stringify(text) + " + name;");
        '`,
      }),
      await startNpmRegistry({
        name: '@acme-tools/shout',
        token: tokens.settings,
        module: 'export const shout = (text) => text.toUpperCase();',
      }),
    ];
    project = await generateProject(combination);
    await grow(project, registries);
    const parent = path.dirname(project.directory);
    await writeFile(path.join(parent, 'token'), tokens.variable);
    const settings = `//${registries[1]!.host}/:_authToken=${tokens.settings}\n`;
    await writeFile(path.join(parent, 'npmrc'), settings);
    project.buildFlags.push(
      `--secret=id=NPM_TOKEN,src=${path.join(parent, 'token')}`,
      `--secret=id=npmrc,src=${path.join(parent, 'npmrc')}`,
      '--build-arg=BUILD_PACKAGES=libxxhash-dev',
    );
  });

  afterAll(async () => {
    await project[Symbol.asyncDispose]();
    for (const registry of registries) await registry[Symbol.asyncDispose]();
  });

  test('builds, passes its unit tests, and has all that it needs in the image', async () => {
    await project.build('test');
    expect(await answer(await project.build('local'), { name: 'Ada' })).toEqual({
      greeting: 'HELLO,ADA',
      stamp: 'stamped',
      checksum: 1_153_741_434,
      odd: true,
      price: '125 EUR',
      limit: 1000,
      routes: ['order'],
      version: '0.1.0',
      table: { rate: 0.25 },
      settings: { region: 'eu-central-1' },
      certificate: '-----BEGIN CERTIFICATE-----',
      width: 24,
      left: [],
    });
  });

  test('has no secrets in the image, but for the key that check names', async () => {
    const image = await project.build('function');
    const files = (await imageFiles(image)).map(({ path: name }) => path.basename(name));
    for (const secret of ['.env', '.env.local', '.npmrc']) expect(files).not.toContain(secret);
    const findings = checkImage(prepareCheck(await readImageToCheck(image)));
    expect(findings).toMatchObject([{ rule: 'secrets', where: '/var/task/test/fixtures/key.pem' }]);
  });

  test('installs its packages again only if a manifest has changed', async () => {
    const before = await manifests(project);
    await edit(project, 'app.js', 'sharp(await', 'sharp( await');
    await edit(project, 'package.json', 'node --test', 'node --test --test-reporter=dot');
    await edit(project, 'libs/tax/index.js', '0.25', '0.5');
    expect(await manifests(project)).toBe(before);
    await edit(
      project,
      'packages/pricing/package.json',
      '"version": "1.0.0"',
      '"version": "1.0.1"',
    );
    expect(await manifests(project)).not.toBe(before);
  });
});

/** The files that the packages are installed with. */
async function manifests(project: Project): Promise<string> {
  const image = `${project.name}:${project.id}-manifests`;
  const flags = [...project.buildFlags, '--target', 'manifests', '--tag', image];
  await docker('build', ...flags, project.directory);
  try {
    const list = 'find /manifests -type f -exec sha256sum {} + | sort';
    return await docker('run', '--rm', '--entrypoint', 'sh', image, '-c', list);
  } finally {
    await docker('image', 'rm', '--force', image);
  }
}

describe.concurrent('a package that Docker cannot copy', () => {
  test.each([
    {
      where: 'a directory outside of the project',
      locked: { '../shared': { version: '1.0.0' } },
      message: 'package-lock.json: A package has the path ../shared, which is outside',
    },
    {
      where: 'an archive outside of the project',
      locked: { 'node_modules/shared': { version: '1.0.0', resolved: 'file:../shared.tgz' } },
      message: 'package-lock.json: A package has the path ../shared.tgz, which is outside',
    },
    {
      where: 'behind a link',
      locked: { shared: { version: '1.0.0' } },
      message: 'package-lock.json: A package has the path shared, where there is no package.json',
    },
  ])('$where', async ({ locked, message }) => {
    await using project = await generateProject(combination);
    await add(project, 'package-lock.json', JSON.stringify({ packages: locked }));
    const flags = ['--target', 'manifests', ...project.buildFlags];
    const result = await dockerResult('build', ...flags, project.directory);
    expect(result.exitCode).not.toBe(0);
    expect(result.stderr).toContain(message);
  });
});
