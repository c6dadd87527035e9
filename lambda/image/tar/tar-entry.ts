export type TarEntryType =
  'file' | 'hard-link' | 'symlink' | 'character-device' | 'block-device' | 'directory' | 'fifo';

/** One entry as a tar has it: nothing in it is to be trusted. */
export interface TarEntry {
  /** As it was written: may be absolute, and may have `.` and `..`. */
  path: string;
  type: TarEntryType;
  /** Permissions with setuid, setgid and sticky bit: 0 to 0o7777. */
  mode: number;
  uid: number;
  gid: number;
  /** The size of a file in bytes; 0 for all else. */
  size: number;
  /** What a link points to: a path in the tar for hard links, anything for symlinks. */
  linkTarget: string | undefined;
  /** Whether it has file capabilities that are effective when it is started, as `setcap …+ep` sets them. */
  isCapable?: boolean;
}

/** Takes the contents of one entry. */
export interface TarSink {
  /** The next bytes, and where they are in the file: right behind those before them. */
  data(bytes: Buffer, offset: number): void;
  /** The contents are complete. */
  end(): void;
}
