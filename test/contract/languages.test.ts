import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { packageRoot } from '../../scaffold/package-root.ts';

function read(file: string): string {
  return readFileSync(path.join(packageRoot, file), 'utf8');
}

describe.each(loadCatalog().languages)('$title', ({ id, title, versions }) => {
  test.each([`test/conformance/functions/${id}/function.json`, `bench/languages/${id}.json`])(
    'has %s, as CONTRIBUTING.md asks for',
    (file) => {
      expect(existsSync(path.join(packageRoot, file)), `Expected ${file}, found none`).toBe(true);
    },
  );

  test('is in the table of README.md and in CHANGELOG.md', () => {
    expect(read('README.md')).toMatch(new RegExp(`^\\| \\[?${title}\\b.*MB`, 'm'));
    expect(read('CHANGELOG.md')).toContain(title);
  });

  test.each(versions)('has a stand-in for $buildImage', ({ buildImage }) => {
    expect(read('test/machine/lib/stand-ins.sh').split('\n')).toContain(`  ${buildImage}`);
  });
});
