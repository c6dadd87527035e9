import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { reservationsFor } from '../../../../scaffold/catalog/reserved-names.ts';
import { loadCatalog } from '../../../../scaffold/catalog/load-catalog.ts';
import { templatesRoot } from '../../../../scaffold/package-root.ts';

const catalog = loadCatalog();
const rust = catalog.languages.find(({ id }) => id === 'rust')!;
const root = path.join(templatesRoot, 'languages/rust');

// A project of such a name would be taken for the package.
test('the names of all packages are reserved', () => {
  const locks = globSync('**/Cargo.lock.ejs', { cwd: root });
  const names = locks.flatMap((file) => {
    const lock = readFileSync(path.join(root, file), 'utf8');
    return [...lock.matchAll(/^name = "([^<"]+)"/gm)].map(([, name = '']) => name);
  });
  expect(names.length).toBeGreaterThan(200);
  const reserved = new Set(reservationsFor(catalog, rust).flatMap((each) => [...each.names]));
  expect(names.filter((name) => !reserved.has(name.replaceAll('-', '_')))).toEqual([]);
});
