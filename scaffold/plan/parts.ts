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

/** `viewIn` gives what the parts of a cell are rendered with. */
export function partsOf(cells: readonly Cell[], viewIn: (cell: Cell) => View): Parts {
  function partsNamed(name: string): string[] {
    return cells.flatMap((cell) => {
      const file = path.join(cell.directory, 'parts', `${name}.ejs`);
      return existsSync(file) ? [render(file, viewIn(cell))] : [];
    });
  }
  return {
    optionalPart: (name) => partsNamed(name).join(''),
    part(name) {
      const parts = partsNamed(name);
      if (parts.length === 0) throw missingPart(name, cells);
      return parts.join('');
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
