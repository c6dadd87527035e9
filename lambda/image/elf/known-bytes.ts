import { type Budget, textSteps } from '../budget.ts';

/** The bytes of a file that are known so far: its beginning, and some later ranges. */
export interface KnownBytes {
  /** The size of the whole file. */
  size: number;
  /** Adds the bytes at an offset. They come in the order of the file: the offset is never below an earlier one. */
  add(offset: number, bytes: Buffer): void;
  /** The bytes of a range, all of them or undefined. Draws on the budget for each of them. */
  read(offset: number, length: number): Buffer | undefined;
}

interface Piece {
  offset: number;
  length: number;
  bytes: Buffer;
}

/** Keeps references to what is added, copies nothing: linear in the number of chunks that a read touches. */
export function createKnownBytes(size: number, budget: Budget): KnownBytes {
  const pieces: Piece[] = [];

  /** The index of the last piece that begins at or before the offset; -1 if there is none. */
  function lastUpTo(offset: number): number {
    let [low, high] = [0, pieces.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (pieces[middle]!.offset <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  return {
    size,
    add(offset, bytes) {
      if (bytes.length > 0) pieces.push({ offset, length: bytes.length, bytes });
    },
    read(offset, length) {
      budget.spend('steps', textSteps(length));
      if (length === 0) return Buffer.alloc(0);
      let index = lastUpTo(offset);
      if (index === -1) return undefined;
      const parts: Buffer[] = [];
      for (let at = offset; at < offset + length; index += 1) {
        const piece = pieces[index];
        if (piece === undefined || at < piece.offset || at >= piece.offset + piece.length) {
          return undefined;
        }
        const [from, count] = [
          at - piece.offset,
          Math.min(piece.offset + piece.length, offset + length) - at,
        ];
        parts.push(piece.bytes.subarray(from, from + count));
        at += count;
      }
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    },
  };
}
