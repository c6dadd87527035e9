/** Each rule against an image in which one thing is wrong, and the same image with it mended. */
import { beforeAll, describe, expect, test } from 'vitest';

import { prepareCheck } from '../../../lambda/check/prepare-check.ts';
import { checkImage } from '../../../lambda/check/check-image.ts';
import type { Finding } from '../../../lambda/check/rule.ts';
import { rules } from '../../../lambda/check/rules.ts';
import { readImageToCheck } from '../../../lambda/check/read-image-to-check.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { type Compiled, compileAll } from './compile.ts';
import { configFixtures } from './fixtures/config.ts';
import { elfFixtures } from './fixtures/elf.ts';
import { fileFixtures } from './fixtures/files.ts';
import { type FixtureImage, imageParts } from './fixtures/fixture.ts';
import { manifestFixtures } from './fixtures/manifest.ts';
import { writeImage } from './write-image.ts';

function fixtures(elf: Compiled) {
  return [manifestFixtures, configFixtures, fileFixtures, elfFixtures].flatMap((group) =>
    group(elf),
  );
}

/** Names are known before anything is compiled. */
const names = fixtures({} as Compiled).map(({ rule, name }) => ({ rule, name }));

let elf: Compiled;

beforeAll(async () => {
  elf = await compileAll();
});

async function findingsIn(image: FixtureImage): Promise<Finding[]> {
  using directory = temporaryDirectory();
  await writeImage(directory.path, imageParts(elf, image));
  return checkImage(prepareCheck(await readImageToCheck(directory.path), image.options));
}

function isSerious({ severity }: Finding): boolean {
  return severity !== 'remark';
}

test('each rule has a fixture', () => {
  const ids = rules.map(({ id }) => id);
  expect(new Set(names.map(({ rule }) => rule))).toEqual(new Set(ids));
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(names)('$rule: $name', ({ rule, name }) => {
  function fixture() {
    return fixtures(elf).find((each) => each.rule === rule && each.name === name)!;
  }

  test('is what is found, and nothing else', async () => {
    const { broken, says, where = /^/ } = fixture();
    const findings = await findingsIn(broken);
    const own = findings.filter((each) => each.rule === rule);
    expect(own.map(({ found }) => found)).toEqual(
      [says].flat().map((each) => expect.stringMatching(each)),
    );
    expect(own[0]!.where ?? '').toMatch(where);
    expect(own[0]!.fix).not.toBe('');
    expect(findings.filter((each) => isSerious(each) && each.rule !== rule)).toEqual([]);
  });

  test('is not found once it is mended', async () => {
    const findings = await findingsIn(fixture().mended);
    expect(findings.filter((each) => isSerious(each) || each.rule === rule)).toEqual([]);
  });
});
