import { expect, test } from 'vitest';

import { canStart } from '../../../lambda/check/can-start.ts';
import { prepareCheck } from '../../../lambda/check/prepare-check.ts';
import { checkImage } from '../../../lambda/check/check-image.ts';
import { createBudget } from '../../../lambda/image/budget.ts';
import type { ElfFacts } from '../../../lambda/image/elf/elf-facts.ts';
import type { ConfigFacts, ImageFacts } from '../../../lambda/image/image-facts.ts';
import type { LayerEntry } from '../../../lambda/image/layer/scan-layer.ts';
import { applyLayers } from '../../../lambda/image/tree/apply-layers.ts';

function elf(needed: string[], architecture = 'amd64'): ElfFacts {
  return {
    class: 64,
    byteOrder: 'little',
    type: 'shared',
    machine: 62,
    architecture,
    interpreter: undefined,
    needed,
    soname: undefined,
    rpath: undefined,
    runpath: undefined,
    versionNeeds: [],
    versionDefinitions: undefined,
    isStatic: needed.length === 0,
    isPie: false,
    ignoresDefaultDirectories: false,
  };
}

function program(path: string, facts: ElfFacts): LayerEntry {
  return {
    path,
    hardLinkTo: undefined,
    facts: {
      type: 'file',
      mode: 0o755,
      uid: 0,
      gid: 0,
      size: 1,
      linkTarget: undefined,
      layer: 0,
      elf: { facts },
      foreignSystem: undefined,
      content: undefined,
    },
  };
}

const config: ConfigFacts = {
  os: 'linux',
  architecture: 'amd64',
  variant: undefined,
  entrypoint: ['/var/task/bootstrap'],
  cmd: undefined,
  workingDir: undefined,
  env: [],
  user: undefined,
  volumes: [],
  exposedPorts: [],
  healthcheck: undefined,
  stopSignal: undefined,
  labels: {},
  shell: undefined,
  created: undefined,
  history: [],
};

function imageWith(
  bootstrap: ElfFacts,
  addon: ElfFacts,
  more: Partial<ConfigFacts> = {},
): ImageFacts {
  const budget = createBudget('test');
  return {
    budget,
    manifest: {
      source: 'docker',
      digest: undefined,
      mediaType: undefined,
      configMediaType: undefined,
      index: undefined,
      names: [],
      images: [],
      absentPlatforms: [],
      attestations: 0,
    },
    config: { ...config, ...more },
    layers: [],
    ...applyLayers(
      [[program('var/task/bootstrap', bootstrap), program('var/task/addon.so', addon)]],
      budget,
    ),
  };
}

const sound = elf([]);
const lacking = elf(['libnowhere.so']);
const lackingProgram = { ...lacking, interpreter: '/lib64/ld-nowhere.so' };

test.each([
  ['sound', imageWith(sound, sound), [], true],
  ['what is started lacks a library', imageWith(lacking, sound), ['elf-library'], false],
  [
    'what may be started later lacks its loader',
    imageWith(sound, lackingProgram),
    ['elf-interpreter'],
    true,
  ],
  [
    'what is started is for another processor',
    imageWith(elf([], 'arm64'), sound),
    ['elf-architecture'],
    false,
  ],
  [
    'nothing to start',
    imageWith(sound, sound, { entrypoint: ['/nowhere'] }),
    ['entrypoint-absent'],
    false,
  ],
  [
    'an error that has nothing to do with it',
    imageWith(sound, sound, { env: [{ name: 'HOME', value: '/home' }] }),
    ['read-only-home'],
    true,
  ],
])('%s', (_, image, rules, starts) => {
  const checked = prepareCheck(image);
  const findings = checkImage(checked);
  expect(findings.map(({ rule }) => rule)).toStrictEqual(rules);
  expect(canStart(checked, findings)).toBe(starts);
});

test('a rule that is ignored does not keep an image from being tried', () => {
  const checked = prepareCheck(imageWith(lacking, sound));
  expect(canStart(checked, checkImage(checked, ['elf-library']))).toBe(true);
});
