import type { ElfFacts } from '../elf/elf-facts.ts';

/** What an image has at a path. Paths that are hard links to one file share one of these. */
export interface FileFacts {
  type: 'file' | 'directory' | 'symlink' | 'character-device' | 'block-device' | 'fifo';
  /** Permissions with setuid, setgid and sticky bit: 0 to 0o7777. */
  mode: number;
  uid: number;
  gid: number;
  /** Of a file, in bytes; 0 for all else. */
  size: number;
  /** What a symlink points to, as it is written. */
  linkTarget: string | undefined;
  /** Whether it has file capabilities that are effective when it is started, as `setcap …+ep` sets them. */
  isCapable?: boolean;
  /** The layer that it comes from: an index in the layers of the image, the lowest is 0. */
  layer: number;
  /** What is in it, for files that begin as ELF files do; `problem` says why no loader would take it. */
  elf: { facts: ElfFacts } | { problem: string } | undefined;
  /** The system that a binary is built for, if it is not Linux. */
  foreignSystem: 'macOS' | 'Windows' | undefined;
  /** Its first bytes, or all, as `keep` has it; undefined for files that nothing is kept of. */
  content: Buffer | undefined;
}

/**
 * How many of a file's first bytes are kept: 0 for none, `size` for all. `path` begins with a slash; `head` is
 * what the file begins with, 512 bytes unless it is shorter.
 */
export type Keep = (path: string, size: number, head: Buffer) => number;
