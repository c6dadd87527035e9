import type { Owner, PlannedFile } from '../plan/plan.ts';
import { gitBlobId } from './git-blob.ts';
import { withoutPins, withPinsOf } from './pins.ts';

/**
 * create: the file does not exist · identical: it is up to date · update: unchanged since it was generated, and
 * there is a newer version · keep: the user's edit or removal is kept · conflict: the user changed it, and there is
 * a newer version · merge: the user changed it, and the newer version's edits are made in it · overwrite: the user's
 * version is replaced · remove: unchanged, and no longer part of the
 * project · leave behind: no longer part of the project, but changed by the user.
 */
export type FileState =
  | 'create'
  | 'identical'
  | 'update'
  | 'keep'
  | 'conflict'
  | 'merge'
  | 'overwrite'
  | 'remove'
  | 'leave behind';

export interface ReconciledFile {
  /** Inside the project, with slashes. */
  readonly path: string;
  readonly state: FileState;
  readonly owner: Owner;
  readonly onDisk: Buffer | undefined;
  /** What it should be; undefined if it should not exist. */
  readonly planned: PlannedFile | undefined;
}

/**
 * Decides what happens to every planned or recorded file, given what is on disk. Pure: `read` returns the
 * contents of a file of the project, if it exists.
 */
export function reconcile(
  planned: readonly PlannedFile[],
  recorded: Readonly<Record<string, string>>,
  read: (path: string) => Buffer | undefined,
): ReconciledFile[] {
  const ids = new Map(Object.entries(recorded));
  const kept = planned.map((file): ReconciledFile => {
    const onDisk = read(file.path);
    const { path, owner, contents } = file;
    const wanted = onDisk === undefined ? contents : withPinsOf(path, onDisk, contents);
    const state = stateOf(file, wanted, ids.get(path), onDisk);
    return { path, owner, onDisk, planned: { ...file, contents: wanted }, state };
  });
  const paths = new Set(planned.map(({ path }) => path));
  const dropped = [...ids].flatMap(([path, id]): ReconciledFile[] => {
    if (paths.has(path)) return [];
    const onDisk = read(path);
    if (onDisk === undefined) return [];
    const state = isAsGenerated(path, onDisk, id) ? 'remove' : 'leave behind';
    return [{ path, owner: 'generator', onDisk, planned: undefined, state }];
  });
  return [...kept, ...dropped].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** `wanted`: the planned contents, with the pins of the file on disk. */
function stateOf(
  { path, contents, owner }: PlannedFile,
  wanted: Buffer,
  recordedId: string | undefined,
  onDisk: Buffer | undefined,
): FileState {
  if (onDisk === undefined) {
    const wasRemovedByUser = recordedId !== undefined && owner === 'user';
    return wasRemovedByUser ? 'keep' : 'create';
  }
  if (onDisk.equals(wanted)) return 'identical';
  if (recordedId === undefined) return 'conflict';
  if (recordedId === gitBlobId(contents)) return 'keep';
  return isAsGenerated(path, onDisk, recordedId) ? 'update' : 'conflict';
}

function isAsGenerated(path: string, onDisk: Buffer, recordedId: string): boolean {
  return recordedId === gitBlobId(withoutPins(path, onDisk));
}

/** With --force, the generated version replaces the user's. No file of the user is removed. */
export function withForce(file: ReconciledFile): ReconciledFile {
  if (file.state !== 'keep' && file.state !== 'conflict') return file;
  return { ...file, state: file.onDisk === undefined ? 'create' : 'overwrite' };
}

/** Whether the file has to be written or removed. */
export function isChange({ state }: ReconciledFile): boolean {
  return ['create', 'update', 'merge', 'overwrite', 'remove'].includes(state);
}
