import { appendFile, cp } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from 'vitest';

import { docker } from '../../../../lambda/docker/docker.ts';
import { answer } from '../../../docker/container.ts';
import { combinations, isFullMatrix } from '../../../docker/combinations.ts';
import { edit } from '../../../docker/edit-project.ts';
import { generateProject } from '../../../docker/project.ts';
import { quickenBuild } from '../../../docker/quicken-build.ts';

const combination = combinations.find(({ language }) => language === 'rust')!;

// The library in the binary, and, which takes another long build, that of Debian.
const ways = [
  { title: 'with its sources', flags: ['--features', 'bundled'], packages: '', isStatic: true },
  { title: 'of Debian', flags: [], packages: 'libsqlite3-dev pkg-config', isStatic: false },
];

test.each(isFullMatrix ? ways : ways.slice(0, 1))(
  'a package with a C library $title, in a workspace',
  { timeout: 1_800_000 },
  async ({ flags, packages, isStatic }) => {
    await using project = await generateProject(combination);
    await quickenBuild(project);
    const { directory } = project;
    const files = path.join(import.meta.dirname, 'projects/native');
    await cp(files, directory, { recursive: true });
    await edit(project, 'Dockerfile', 'BUILD_PACKAGES=""', `BUILD_PACKAGES="${packages}"`);
    if (!isStatic) project.buildFlags.push('--build-arg', 'LINK_FLAGS=');

    const { uid, gid } = { uid: process.getuid!(), gid: process.getgid!() };
    const user = ['--user', `${uid}:${gid}`, '--env', 'CARGO_HOME=/tmp'];
    const image = 'rust:1-slim-trixie';
    const mount = ['--volume', `${directory}:/src`, '--workdir', '/src'];
    const cargo = ['run', '--rm', ...user, ...mount, image, 'cargo'];
    await appendFile(path.join(directory, 'Cargo.toml'), '\n[workspace]\n');
    await docker(...cargo, 'add', '--path', 'crates/orders');
    await docker(...cargo, 'add', 'rusqlite', ...flags);
    await docker(...cargo, 'update', '--workspace');

    expect(await answer(await project.build('local'), {})).toBe(42);
  },
);
