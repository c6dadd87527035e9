import { existsSync } from 'node:fs';
import path from 'node:path';
import { ScaffoldError } from '../scaffold-error.ts';
import type { Cell } from './cells.ts';
import { render, type View } from './render.ts';

/** The functions with which templates insert parts of cells. */
export interface Parts {
  /** The parts of all cells with that name, concatenated. Throws a ScaffoldError if there is none. */
  readonly part: (name: string) => string;
  /** The same, or nothing. */
  readonly optionalPart: (name: string) => string;
}

/** `view` gives what parts are rendered with. */
export function partsOf(cells: readonly Cell[], view: () => View): Parts {
  function filesOf(name: string): string[] {
    return cells
      .map(({ directory }) => path.join(directory, 'parts', `${name}.ejs`))
      .filter((file) => existsSync(file));
  }
  function joined(files: readonly string[]): string {
    return files.map((file) => render(file, view())).join('');
  }
  return {
    optionalPart: (name) => joined(filesOf(name)),
    part(name) {
      const files = filesOf(name);
      if (files.length === 0) throw missingPart(name, cells);
      return joined(files);
    },
  };
}

function missingPart(name: string, cells: readonly Cell[]): ScaffoldError {
  return new ScaffoldError('failed', {
    problem: [
      `Expected a part ${name}.ejs, found none in`,
      ...cells.map((cell) => `  templates/${cell.name}/parts/`),
    ].join('\n'),
    fix: 'Add it to one of them. Nothing was written.',
  });
}
