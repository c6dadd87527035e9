import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { packageRoot } from '../../scaffold/package-root.ts';

function read(file: string): string {
  return readFileSync(path.join(packageRoot, file), 'utf8');
}

const { languages } = loadCatalog();

/** Languages with the same program at run time: what it opens by name is the same. */
function relatives(families: readonly string[]): string[] {
  return languages
    .filter((language) => language.families.some((family) => families.includes(family)))
    .map(({ id }) => id);
}

describe.each(languages)('$title', ({ id, title, versions, families }) => {
  test.each([
    [`test/conformance/functions/${id}/function.json`],
    [id, ...relatives(families)].map((each) => `test/images/by-name/${each}`),
    [`bench/languages/${id}.json`],
  ])('has %s, as CONTRIBUTING.md asks for', (...files) => {
    const found = files.filter((file) => existsSync(path.join(packageRoot, file)));
    expect(found, `Expected ${files.join(' or ')}, found none`).not.toEqual([]);
  });

  test('is in the table of README.md and in CHANGELOG.md', () => {
    expect(read('README.md')).toMatch(new RegExp(`^\\| \\[?${title}\\b.*MB`, 'm'));
    expect(read('CHANGELOG.md')).toContain(title);
  });

  test.each(versions)('has a stand-in for $buildImage', ({ buildImage }) => {
    expect(read('test/machine/lib/stand-ins.sh').split('\n')).toContain(`  ${buildImage}`);
  });
});
