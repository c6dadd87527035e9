import { paxHeader, type RawEntry } from '../image/tar/write-tar.ts';

/** A file, or a directory unless it says what else it is. */
export interface Entry {
  path: string;
  mode?: number;
  content?: Buffer | string;
  linkTarget?: string;
  /** As `setcap cap_net_bind_service=…` sets them: `+ep`, or `+p`, which is not effective by itself. */
  capabilities?: 'ep' | 'p';
}

/** As it is in a layer, with a header before it. */
export function asTarEntries({ path, mode, content, linkTarget, capabilities }: Entry): RawEntry[] {
  const isDirectory = content === undefined && linkTarget === undefined;
  const flag = isDirectory ? '5' : linkTarget === undefined ? '0' : '2';
  const entry = {
    path: path.replace(/^\//, ''),
    flag,
    ...(mode !== undefined && { mode }),
    ...(content !== undefined && { content }),
    ...(linkTarget !== undefined && { linkTarget }),
  };
  if (capabilities === undefined) return [entry];
  const value = `${capabilities === 'ep' ? '\x01' : '\0'}\0\0\x02\0\x04${'\0'.repeat(14)}`;
  return [paxHeader([['SCHILY.xattr.security.capability', value]]), entry];
}
