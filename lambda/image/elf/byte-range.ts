/** Bytes of a file, by their place. */
export type ByteRange = { offset: number; length: number };
