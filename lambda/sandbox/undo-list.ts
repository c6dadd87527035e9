/** A stack of cleanups. (Node.js 22 has no AsyncDisposableStack.) */
export interface UndoList extends AsyncDisposable {
  add(undo: () => Promise<unknown>): void;
  /** Runs all cleanups in reverse order, even if some fail; rejects with the first error. */
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
