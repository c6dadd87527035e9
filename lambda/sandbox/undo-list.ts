/** What undoes what was begun. (Node.js 22 has no AsyncDisposableStack.) */
export interface UndoList extends AsyncDisposable {
  add(undo: () => Promise<unknown>): void;
  /** Undoes the latest first, and all of it, whatever fails; rejects as the first did that failed. */
  [Symbol.asyncDispose](): Promise<void>;
}

export function createUndoList(): UndoList {
  const undos: (() => Promise<unknown>)[] = [];
  return {
    add(undo) {
      undos.push(undo);
    },
    async [Symbol.asyncDispose]() {
      const failures: unknown[] = [];
      for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
        await undo().catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
