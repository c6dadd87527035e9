import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

/** Every text file of a project is as editors and linters want it, and nothing is left unrendered. */
export function assertHygiene(directory: string): void {
  const faults = readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .flatMap((file) =>
      faultsOf(file).map((fault) => `${path.relative(directory, file)}: ${fault}`),
    );
  expect(faults).toStrictEqual([]);
}

function faultsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  // A name in Python that looks like one of ours.
  const names = file.endsWith('.py') ? text.replaceAll('__name__', '') : text;
  const lines = text.split('\n');
  const isScript = text.startsWith('#!');
  const isExecutable = (statSync(file).mode & 0o111) === 0o111;
  return [
    ...(text === '' ? ['is empty'] : []),
    ...(text.endsWith('\n') ? [] : ['has no newline at the end']),
    ...(text.endsWith('\n\n') ? ['has an empty line at the end'] : []),
    ...(text.startsWith('\n') ? ['has an empty line at the start'] : []),
    ...(/\n\n\n\n/.test(text) ? ['has three empty lines in a row'] : []),
    ...(text.includes('\r') ? ['has a carriage return'] : []),
    ...(text.includes('\uFFFD') ? ['is not UTF-8'] : []),
    ...(text.includes('<%') && !file.endsWith('.eex') ? ['has a tag that was not rendered'] : []),
    ...(/__(name|app|App|path|module|function|ident|Ident)__/.test(names + file)
      ? ['has a name that was not put in']
      : []),
    ...(/(?<!`)\b(undefined|\[object Object\])\b/.test(text) &&
    !/\.(erl|ex|exs|escript|js|mjs|ts)$/.test(file)
      ? ['has an undefined value']
      : []),
    ...(isScript === isExecutable ? [] : [isScript ? 'is not executable' : 'is executable']),
    ...lines.flatMap((line, index) =>
      /[ \t]$/.test(line) ? [`line ${index + 1} ends in a space`] : [],
    ),
  ];
}
