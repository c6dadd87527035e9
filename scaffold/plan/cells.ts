import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { axes, type AxisName } from '../catalog/axes.ts';

/** A directory of templates whose path names values of axes, such as languages/elixir/events/sqs. */
export interface Cell {
  /** From templates/, with slashes. */
  readonly name: string;
  readonly directory: string;
  /** The value that it names of each axis. */
  readonly values: Readonly<Partial<Record<AxisName, string>>>;
}

/** The values that a project has on each axis. */
export type Coordinates = Readonly<Record<AxisName, readonly string[]>>;

/** The cells whose values are all the project's own, the most general one first. */
export function cellsOf(templates: string, coordinates: Coordinates): Cell[] {
  const common: Cell = { name: 'common', directory: path.join(templates, 'common'), values: {} };
  return [common, ...cellsBelow({ name: '', directory: templates, values: {} }, coordinates)];
}

function cellsBelow(parent: Cell, coordinates: Coordinates): Cell[] {
  return axes
    .filter(({ name }) => parent.values[name] === undefined)
    .flatMap((axis) =>
      coordinates[axis.name].flatMap((value) => {
        const name = path.posix.join(parent.name, axis.directory, value);
        const directory = path.join(parent.directory, axis.directory, value);
        if (!existsSync(directory)) return [];
        const cell = { name, directory, values: { ...parent.values, [axis.name]: value } };
        return [cell, ...cellsBelow(cell, coordinates)];
      }),
    );
}

/** Every file below `project/` or `function/` of a cell: paths with slashes, in a stable order. */
export function filesOf({ directory }: Cell, kind: 'project' | 'function'): string[] {
  const root = path.join(directory, kind);
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
    .toSorted();
}
