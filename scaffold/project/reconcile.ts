import { gitBlobId } from './git-blob.ts';
import type { PlannedFile } from '../plan/plan.ts';

/**
 * create: it is not there · identical: it is there already · update: ours, unchanged since we wrote
 * it, and there is a newer one · keep: the user's edit or removal stands · conflict: the user changed
 * it and so did we · overwrite: the user's version gives way.
 */
export type FileState = 'create' | 'identical' | 'update' | 'keep' | 'conflict' | 'overwrite';

export interface ReconciledFile extends PlannedFile {
  readonly state: FileState;
  readonly onDisk: Buffer | undefined;
}

/** What has to happen to a planned file, given what we once wrote there and what is there now. */
export function reconcile(
  file: PlannedFile,
  recordedId: string | undefined,
  onDisk: Buffer | undefined,
): ReconciledFile {
  return { ...file, onDisk, state: stateOf(file, recordedId, onDisk) };
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

/** With --force the generated version wins over whatever the user did. */
export function withForce(file: ReconciledFile): ReconciledFile {
  if (file.state !== 'keep' && file.state !== 'conflict') return file;
  return { ...file, state: file.onDisk === undefined ? 'create' : 'overwrite' };
}

export function isWritten({ state }: ReconciledFile): boolean {
  return state === 'create' || state === 'update' || state === 'overwrite';
}
