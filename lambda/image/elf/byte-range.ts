/** Bytes of a file, by their place. */
export interface ByteRange {
  offset: number;
  length: number;
}
