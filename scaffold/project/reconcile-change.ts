import type { Language } from '../catalog/language.ts';
import type { PlannedFile } from '../plan/plan.ts';
import { gitBlobId } from './git-blob.ts';
import { mergeEdits } from './merge-edits.ts';
import { reconcile, type ReconciledFile } from './reconcile.ts';

/** A project before and after a change of what it is made of, by the same templates. */
export interface Change {
  /** What begins the block of files that the change is about, up to END. A README of the user's own need not have it. */
  readonly block: string;
  readonly before: readonly PlannedFile[];
  readonly after: readonly PlannedFile[];
  /** The git blob ids in its record. */
  readonly recorded: Readonly<Record<string, string>>;
  readonly packages: Language['packages'];
  /** The contents of a file of the project, if it exists. */
  readonly read: (path: string) => Buffer | undefined;
}

export interface ReconciledChange {
  /** The files that the change is about. No other is written, even where the templates are newer than the project. */
  readonly files: readonly ReconciledFile[];
  /** For the new record. */
  readonly ids: Readonly<Record<string, string>>;
  /** Edits that have no place in a file as it is, by its path: these files are in conflict. */
  readonly missing: ReadonlyMap<string, readonly string[]>;
}

/**
 * Decides what happens to each file that differs between the two. An edited file keeps its edits. Files that list packages
 * are kept, both of them, where only the package manager could change them. Writes nothing.
 */
export function reconcileChange({
  block,
  before,
  after,
  recorded,
  packages,
  read,
}: Change): ReconciledChange {
  const old = new Map(before.map((file) => [file.path, file]));
  const paths = new Set(after.map(({ path }) => path));
  const changed = after.filter(({ path, contents }) => !old.get(path)?.contents.equals(contents));
  const dropped = before.map(({ path }) => path).filter((path) => !paths.has(path));
  const missing = new Map<string, readonly string[]>();
  const ids = new Map(Object.entries(recorded));
  for (const path of dropped) ids.delete(path);

  const touched = new Set([...changed.map(({ path }) => path), ...dropped]);
  const known = Object.entries(recorded).filter(
    // A function that is added anew gets all of its files, whatever was removed once.
    ([path]) => touched.has(path) && (old.has(path) || read(path) !== undefined),
  );
  const kept = packages !== undefined && hasOwnPackages(packages) ? Object.values(packages) : [];
  const files = reconcile(changed, Object.fromEntries(known), read).map((file) => {
    const settled = settle(file);
    const id = idOf(settled);
    if (id !== undefined) ids.set(file.path, id);
    return settled;
  });
  return { files, ids: Object.fromEntries(ids), missing };

  function settle(file: ReconciledFile): ReconciledFile {
    const { path, onDisk, planned, state } = file;
    const prior = old.get(path);
    if (planned === undefined || prior === undefined || onDisk === undefined) return file;
    if (state === 'identical') return file;
    if (kept.includes(path)) return { ...file, state: 'keep' };
    if (onDisk.equals(prior.contents)) return { ...file, state: 'update' };
    if (file.owner === 'user' && prior.contents.includes(block) && !onDisk.includes(block)) {
      return { ...file, state: 'keep' };
    }
    const merged = mergeEdits(prior.contents, planned.contents, onDisk);
    if (merged.missing.length > 0) {
      missing.set(path, merged.missing);
      return { ...file, state: 'conflict' };
    }
    const { contents } = merged;
    if (contents.equals(onDisk)) return { ...file, state: 'keep' };
    return { ...file, state: 'merge', planned: { ...planned, contents } };
  }

  /** Edits of text in a lock would leave it inconsistent. */
  function hasOwnPackages({ manifest, lock }: NonNullable<Language['packages']>): boolean {
    return changed.some(({ path, contents }) => {
      const onDisk = read(path);
      const prior = old.get(path)?.contents;
      if (onDisk === undefined || prior === undefined || onDisk.equals(prior)) return false;
      return (
        path === lock ||
        (path === manifest && mergeEdits(prior, contents, onDisk).missing.length > 0)
      );
    });
  }

  /** Of a file that an older version has generated, and that is not as this one would have, the record stays as it is. */
  function idOf({ path, planned, onDisk, state }: ReconciledFile): string | undefined {
    if (planned === undefined) return state === 'leave behind' ? recorded[path] : undefined;
    const prior = old.get(path);
    const id = recorded[path];
    const generated = gitBlobId(after.find((file) => file.path === path)!.contents);
    if (prior !== undefined && id !== undefined && id !== gitBlobId(prior.contents)) {
      return onDisk !== undefined && id === gitBlobId(onDisk) ? generated : id;
    }
    return generated;
  }
}
