import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseJsonObject, printJson } from '../json/json.ts';
import { mergePatch } from '../json/merge-patch.ts';
import { ScaffoldError } from '../scaffold-error.ts';
import type { Cell } from './cells.ts';
import type { NamedFunction } from './functions.ts';
import { mergeCargoLock } from './merge-cargo-lock.ts';
import { render, type View } from './render.ts';

/** How files of a project get the parts that cells have for them. */
export interface Parts {
  /**
   * The parts of all cells with that name, concatenated. With a function, those of its event and of no event, which
   * see it as `fn`. Throws a ScaffoldError if there is none.
   */
  readonly part: (name: string, fn?: NamedFunction) => string;
  /** The same, or nothing. */
  readonly optionalPart: (name: string, fn?: NamedFunction) => string;
  /** The lines of all parts with that name, sorted, each once: cells may well need the same ones. */
  readonly sortedLines: (name: string) => string;
  /**
   * A file, merged with the parts that have its name: JSON merge patches, or packages of a Cargo.lock. Other files are as
   * they were.
   */
  readonly mergeParts: (file: string, contents: Buffer) => Buffer;
}

/** `viewIn` gives what the parts of a cell are rendered with. */
export function partsOf(cells: readonly Cell[], viewIn: (cell: Cell) => View): Parts {
  function partsNamed(name: string, fn?: NamedFunction): string[] {
    return cells.flatMap((cell) => {
      const { event = fn?.event } = cell.values;
      const file = path.join(cell.directory, 'parts', `${name}.ejs`);
      if ((fn !== undefined && event !== fn.event) || !existsSync(file)) return [];
      return [render(file, fn === undefined ? viewIn(cell) : { ...viewIn(cell), fn })];
    });
  }
  return {
    optionalPart: (name, fn) => partsNamed(name, fn).join(''),
    part(name, fn) {
      const parts = partsNamed(name, fn);
      if (parts.length === 0) throw missingPart(name, cells);
      return parts.join('');
    },
    sortedLines(name) {
      const lines = partsNamed(name).flatMap((part) => part.split('\n').filter(Boolean));
      return [...new Set(lines)]
        .toSorted()
        .map((line) => `${line}\n`)
        .join('');
    },
    mergeParts(file, contents) {
      if (path.basename(file) === 'Cargo.lock') {
        return Buffer.from(mergeCargoLock(contents.toString(), partsNamed(file)));
      }
      const patches = file.endsWith('.json') ? partsNamed(file) : [];
      if (patches.length === 0) return contents;
      const objects = [contents.toString(), ...patches].map((text) => parseJsonObject(text));
      if (!objects.every((object) => object !== undefined)) throw notJson(file, cells);
      return Buffer.from(printJson(objects.reduce(mergePatch)));
    },
  };
}

function notJson(file: string, cells: readonly Cell[]): ScaffoldError {
  return new ScaffoldError('failed', {
    problem: [
      `Expected a JSON object in ${file}, and in each part ${file}.ejs of`,
      ...cells.map((cell) => `  templates/${cell.name}/parts/`),
    ].join('\n'),
    fix: 'Correct the one that is not. Nothing was written.',
  });
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
