export interface Reloader {
  /** Files that were saved, relative to the project. */
  readonly changed: (files: readonly string[]) => void;
}

/**
 * Reloads after a change: once at a time, and once more for all that was saved meanwhile. `reload` gets the files since the
 * last reload that succeeded: what a failed one was about may be needed for the next.
 */
export function createReloader({
  reload,
  onError,
}: {
  readonly reload: (files: readonly string[]) => Promise<void>;
  readonly onError: (error: unknown, files: readonly string[]) => void;
}): Reloader {
  const pending = new Set<string>();
  let isDirty = false;
  let isReloading = false;

  async function run(): Promise<void> {
    isReloading = true;
    while (isDirty) {
      isDirty = false;
      const files = [...pending];
      pending.clear();
      try {
        await reload(files);
      } catch (error) {
        for (const file of files) pending.add(file);
        onError(error, files);
      }
    }
    isReloading = false;
  }

  return {
    changed(files) {
      for (const file of files) pending.add(file);
      isDirty = true;
      if (!isReloading) void run();
    },
  };
}
