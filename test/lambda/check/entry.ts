import type { RawEntry } from '../image/tar/write-tar.ts';

/** A file, or a directory unless it says what else it is. */
export interface Entry {
  path: string;
  mode?: number;
  content?: Buffer | string;
  linkTarget?: string;
}

/** As it is in a layer. */
export function asTarEntry({ path, mode, content, linkTarget }: Entry): RawEntry {
  const isDirectory = content === undefined && linkTarget === undefined;
  const flag = isDirectory ? '5' : linkTarget === undefined ? '0' : '2';
  return {
    path: path.replace(/^\//, ''),
    flag,
    ...(mode !== undefined && { mode }),
    ...(content !== undefined && { content }),
    ...(linkTarget !== undefined && { linkTarget }),
  };
}
