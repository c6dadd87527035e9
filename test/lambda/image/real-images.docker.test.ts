/** Images of the engine, against what the engine and binutils say of them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ImageFacts } from '../../../lambda/image/image-facts.ts';
import type { FileFacts } from '../../../lambda/image/layer/file-facts.ts';
import { readImageToCheck } from '../../../lambda/check/read-image-to-check.ts';
import { docker, DockerError } from '../../../lambda/docker/docker.ts';
import { buildDirectory, type TestImage } from '../../docker/build-directory.ts';
import { readelf, type ReadelfFacts } from './readelf.ts';

/** What the engine puts in every container. */
const ofContainers = /^\/(?:\.dockerenv|dev\/.*|etc\/(?:hosts|hostname|resolv\.conf|mtab))$/;

let temporary: string;
let ownImage: TestImage;

beforeAll(async () => {
  temporary = await mkdtemp(path.join(tmpdir(), 'lambda-container-real-images-'));
  const directory = new URL('./layers-of-all-kinds', import.meta.url);
  ownImage = await buildDirectory(fileURLToPath(directory));
});
afterAll(async () => {
  await ownImage[Symbol.asyncDispose]();
  await rm(temporary, { recursive: true });
});

/** What a container of the image has, as a tar. */
async function exported(image: string): Promise<string> {
  const file = path.join(temporary, `${image.replaceAll(/\W/g, '-')}.tar`);
  const container = await docker('create', image, 'none');
  await docker('export', '--output', file, container);
  await docker('rm', '--force', container);
  return file;
}

interface Listed {
  mode: string;
  owner: string;
  size: number;
  linkTarget: string | undefined;
}

/** As GNU tar lists it; links between names of one file are followed. */
async function listed(file: string): Promise<Map<string, Listed>> {
  const { stdout } = await execa(
    'tar',
    ['--list', '--verbose', '--numeric-owner', '--quoting-style=literal', '--file', file],
    { env: { LC_ALL: 'C.UTF-8' } },
  );
  const entries = new Map<string, Listed>();
  for (const line of stdout.split('\n')) {
    const [, mode, owner, size, rest] = /^(\S+) (\S+) +(\S+) \S+ \S+ (.*)$/.exec(line)!;
    const [name, target] = rest!.split(mode![0] === 'h' ? ' link to ' : ' -> ');
    const place = `/${name!.replace(/^\.\//, '').replace(/\/$/, '')}`;
    if (mode![0] === 'h') entries.set(place, entries.get(`/${target!.replace(/^\.?\//, '')}`)!);
    else entries.set(place, { mode: mode!, owner: owner!, size: Number(size), linkTarget: target });
  }
  return entries;
}

const marks: Record<FileFacts['type'], string> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  'character-device': 'c',
  'block-device': 'b',
  fifo: 'p',
};

function asListed(facts: FileFacts): Listed {
  const bits = [...facts.mode.toString(2).padStart(12, '0')].map(Number);
  const letters = [...'rwxrwxrwx'].map((letter, at) => (bits[3 + at] === 1 ? letter : '-'));
  for (const [at, letter] of [...'sst'].entries()) {
    const place = at * 3 + 2;
    if (bits[at] === 1) letters[place] = letters[place] === 'x' ? letter : letter.toUpperCase();
  }
  return {
    mode: marks[facts.type] + letters.join(''),
    owner: `${facts.uid}/${facts.gid}`,
    size: facts.size,
    linkTarget: facts.linkTarget,
  };
}

function all({ files }: ImageFacts): [string, FileFacts][] {
  return [...files.all()].map(({ path: place, facts }) => [place, facts]);
}

async function expectSameTree(image: string, facts: ImageFacts): Promise<void> {
  const expected = await listed(await exported(image));
  const found = new Map(all(facts).map(([place, each]) => [place, asListed(each)]));
  for (const place of [...expected.keys(), ...found.keys()]) {
    if (place === '/' || ofContainers.test(place)) {
      expected.delete(place);
      found.delete(place);
    }
  }
  function sorted(entries: Map<string, Listed>) {
    return Object.fromEntries([...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
  expect(sorted(found)).toEqual(sorted(expected));
}

describe.each(['debian:trixie-slim', 'node:24-trixie-slim', 'elixir:1.20-otp-29-slim'])(
  '%s',
  (image) => {
    let facts: ImageFacts;
    beforeAll(async () => {
      facts = await readImageToCheck(image);
    });

    test('has the files of a container', () => expectSameTree(image, facts));

    test('asks in its ELF files for what readelf says', async () => {
      const directory = await mkdtemp(path.join(temporary, 'files-'));
      await execa('tar', ['--extract', '--file', await exported(image), '--directory', directory]);
      const elf = all(facts).flatMap(([place, { elf: found }]) =>
        found === undefined ? [] : [{ place, found }],
      );
      expect(elf.length).toBeGreaterThan(100);
      const paths = elf.map(({ place }) => path.join(directory, place));
      const said: ReadelfFacts[] = [];
      for (let at = 0; at < paths.length; at += 100) {
        said.push(...(await readelf(paths.slice(at, at + 100))));
      }
      const expected = Object.fromEntries(elf.map(({ place }, at) => [place, said[at]]));
      const ours = Object.fromEntries(
        elf.map(({ place, found }, at) => [
          place,
          'facts' in found
            ? Object.fromEntries(
                Object.keys(said[at]!).map((key) => [key, found.facts[key as keyof ReadelfFacts]]),
              )
            : found,
        ]),
      );
      expect(ours).toEqual(expected);
    });

    test('has the configuration that the engine tells', async () => {
      const [told] = JSON.parse(await docker('image', 'inspect', image)) as [
        { Os: string; Architecture: string; Config: { Env: string[]; Cmd: string[] } },
      ];
      expect(facts.config).toMatchObject({ os: told.Os, architecture: told.Architecture });
      expect(facts.config.cmd).toEqual(told.Config.Cmd);
      expect(facts.config.env.map(({ name, value }) => `${name}=${value}`)).toEqual(
        told.Config.Env,
      );
    });
  },
);

test('layers that remove, replace and link files give what a container has', async () => {
  const facts = await readImageToCheck(ownImage.name);
  await expectSameTree(ownImage.name, facts);
  expect(facts.layers).toHaveLength(4);
  expect(facts.layers[1]!.createdBy).toContain('mkdir -p /k/removed/deep');
  expect(facts.files.find('/k/overwritten')).toMatchObject({ facts: { layer: 3, mode: 0o4755 } });
  expect(facts.files.find('/k/kept/a')).toMatchObject({ path: '/k/kept/a' });
  expect(facts.files.find('/k/link/a')).toMatchObject({ path: '/k/kept/a' });
  expect(facts.files.find('/k/dangling')).toEqual({ problem: 'absent', path: '/k/nothing' });
  expect(facts.files.find('/k/loop')).toEqual({ problem: 'loop', path: '/k/loop' });
});

test('a tar and what the engine streams have the same facts', async () => {
  const file = path.join(temporary, 'saved.tar');
  await docker('image', 'save', '--output', file, ownImage.name);
  const [fromFile, fromEngine] = [
    await readImageToCheck(file),
    await readImageToCheck(ownImage.name),
  ];
  const { source, ...manifest } = fromFile.manifest;
  expect(source).toBe('tar');
  expect({ ...manifest, source: 'docker' }).toEqual(fromEngine.manifest);
  expect(fromFile.config).toEqual(fromEngine.config);
  expect(fromFile.layers).toEqual(fromEngine.layers);
  expect(all(fromFile)).toEqual(all(fromEngine));
});

test('an image that the engine has not is what the engine says', async () => {
  const reading = readImageToCheck('lambda-container-test:no-such-image');
  await expect(reading).rejects.toThrow(/No such image|reference does not exist|not found/i);
  await expect(reading).rejects.toBeInstanceOf(DockerError);
});
