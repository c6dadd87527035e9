import type { Owner, PlannedFile } from '../plan/plan.ts';
import { gitBlobId } from './git-blob.ts';

/**
 * create: it is not there · identical: it is there already · update: ours, unchanged since we wrote
 * it, and there is a newer one · keep: the user's edit or removal stands · conflict: the user changed
 * it and so did we · overwrite: the user's version gives way · remove: ours, unchanged, and no longer part of
 * the project · leave behind: no longer part of the project, but the user changed it.
 */
export type FileState =
  'create' | 'identical' | 'update' | 'keep' | 'conflict' | 'overwrite' | 'remove' | 'leave behind';

export interface ReconciledFile {
  /** Inside the project, with slashes. */
  readonly path: string;
  readonly state: FileState;
  readonly owner: Owner;
  readonly onDisk: Buffer | undefined;
  /** What it should be; undefined if it should not be there. */
  readonly planned: PlannedFile | undefined;
}

/**
 * What has to happen to every file that is planned or recorded, given what is on the disk. Pure: `read`
 * gives the contents of a file of the project, if it is there.
 */
export function reconcile(
  planned: readonly PlannedFile[],
  recorded: Readonly<Record<string, string>>,
  read: (path: string) => Buffer | undefined,
): ReconciledFile[] {
  const ids = new Map(Object.entries(recorded));
  const kept = planned.map((file): ReconciledFile => {
    const onDisk = read(file.path);
    const { path, owner } = file;
    return { path, owner, onDisk, planned: file, state: stateOf(file, ids.get(path), onDisk) };
  });
  const paths = new Set(planned.map(({ path }) => path));
  const dropped = [...ids].flatMap(([path, id]): ReconciledFile[] => {
    if (paths.has(path)) return [];
    const onDisk = read(path);
    if (onDisk === undefined) return [];
    const state = gitBlobId(onDisk) === id ? 'remove' : 'leave behind';
    return [{ path, owner: 'generator', onDisk, planned: undefined, state }];
  });
  return [...kept, ...dropped].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function stateOf(
  { contents, owner }: PlannedFile,
  recordedId: string | undefined,
  onDisk: Buffer | undefined,
): FileState {
  if (onDisk === undefined) {
    const wasRemovedByUser = recordedId !== undefined && owner === 'user';
    return wasRemovedByUser ? 'keep' : 'create';
  }
  if (onDisk.equals(contents)) return 'identical';
  if (recordedId === undefined) return 'conflict';
  if (recordedId === gitBlobId(contents)) return 'keep';
  return recordedId === gitBlobId(onDisk) ? 'update' : 'conflict';
}

/** With --force the generated version wins over whatever the user did; nothing of the user's is removed. */
export function withForce(file: ReconciledFile): ReconciledFile {
  if (file.state !== 'keep' && file.state !== 'conflict') return file;
  return { ...file, state: file.onDisk === undefined ? 'create' : 'overwrite' };
}

/** Whether the disk has to change. */
export function isChange({ state }: ReconciledFile): boolean {
  return state === 'create' || state === 'update' || state === 'overwrite' || state === 'remove';
}
