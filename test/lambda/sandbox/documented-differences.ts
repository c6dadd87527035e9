import { readFileSync } from 'node:fs';
import path from 'node:path';

import { packageRoot } from '../../../scaffold/package-root.ts';
import { differences } from './differences.ts';

export const docsFile = path.join(packageRoot, 'docs/sandbox.md');

const begin = '<!-- The table: made by `npm run docs:sandbox` -->\n';
const end = '\n<!-- End of the table -->';

/** docs/sandbox.md as it is, with the table as it should be. */
export function documentedDifferences(): string {
  const docs = readFileSync(docsFile, 'utf8');
  const [from, to] = [docs.indexOf(begin), docs.indexOf(end)];
  if (from === -1 || to < from) {
    throw new Error(`Expected "${begin.trim()}" and "${end.trim()}" in ${docsFile}.`);
  }
  return `${docs.slice(0, from)}${begin}\n${renderTable()}\n${docs.slice(to)}`;
}

function renderTable(): string {
  return [
    '| What | Docker | Lambda | Here |',
    '| --- | --- | --- | --- |',
    ...differences.map(
      ({ what, docker, lambda, sandbox }) => `| ${what} | ${docker} | ${lambda} | ${sandbox} |`,
    ),
  ].join('\n');
}
