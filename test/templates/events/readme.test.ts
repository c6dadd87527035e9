import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';

const { templates, events } = loadCatalog();

const parts = events
  .map(({ id }) => ({ id, file: path.join(templates, 'events', id, 'parts/README.event.ejs') }))
  .filter(({ file }) => existsSync(file));

test.each(parts)(
  'what README.md says of $id has a heading, and names its functions',
  ({ file }) => {
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^\n### [A-Z].*\n\n/);
    // The name of the project is that of the first function only.
    expect(text).not.toMatch(/<%= name %>/);
  },
);
