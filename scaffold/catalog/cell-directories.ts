import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ScaffoldError } from '../scaffold-error.ts';
import { axes, type AxisName } from './axes.ts';

/** The directories of a cell: files of the project, files of each function, parts for files of either. */
const cellContents = ['project', 'function', 'parts'];

const manifests = /^(language|base|style|event|deploy|state|ci|reserved-names)\.json$/;

export type AxisValues = Readonly<Record<AxisName, readonly string[]>>;

/** Throws a ScaffoldError for a misspelt directory, which would otherwise be ignored silently. */
export function refuseStrayDirectories(templates: string, values: AxisValues): void {
  refuseStray(templates, values, [], ['common', 'samples']);
  const common = path.join(templates, 'common');
  const allAxes = axes.map(({ name }) => name);
  if (existsSync(common)) refuseStray(common, values, allAxes, cellContents);
}

/** `taken`: the axes that the directory's path names a value of. */
function refuseStray(
  directory: string,
  values: AxisValues,
  taken: readonly AxisName[],
  contents: readonly string[],
): void {
  const open = axes.filter(({ name }) => !taken.includes(name));
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (contents.includes(entry.name) || (entry.isFile() && manifests.test(entry.name))) continue;
    const axis = open.find((each) => each.directory === entry.name);
    if (axis === undefined) {
      const expected = [...contents, ...open.map((each) => each.directory)].join(', ');
      throw stray(path.join(directory, entry.name), `expected one of ${expected}`);
    }
    for (const value of readdirSync(path.join(directory, axis.directory))) {
      const cell = path.join(directory, axis.directory, value);
      if (!values[axis.name].includes(value)) {
        throw stray(cell, `expected one of ${values[axis.name].join(', ')}`);
      }
      refuseStray(cell, values, [...taken, axis.name], cellContents);
    }
  }
}

function stray(where: string, what: string): ScaffoldError {
  return new ScaffoldError('failed', {
    problem: `${where} belongs to no project: ${what}.`,
    fix: 'Rename or remove it. Nothing was written.',
  });
}
