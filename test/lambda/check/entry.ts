import { paxHeader, type RawEntry } from '../image/tar/write-tar.ts';

/** A file, or a directory unless it says what else it is. */
export interface Entry {
  path: string;
  mode?: number;
  content?: Buffer | string;
  linkTarget?: string;
  /** A hard link to another path. */
  hardLinkTo?: string;
  /** As `setcap cap_net_bind_service=…` sets them: `+ep`, or `+p`, which is not effective by itself. */
  capabilities?: 'ep' | 'p';
}

/** As it is in a layer, with a header before it. */
export function asTarEntries({ capabilities, ...rest }: Entry): RawEntry[] {
  const { path, mode, content, linkTarget, hardLinkTo } = rest;
  const target = hardLinkTo?.replace(/^\//, '') ?? linkTarget;
  const entry = {
    path: path.replace(/^\//, ''),
    flag: flagOf(rest),
    ...(mode !== undefined && { mode }),
    ...(content !== undefined && { content }),
    ...(target !== undefined && { linkTarget: target }),
  };
  if (capabilities === undefined) return [entry];
  const value = `${capabilities === 'ep' ? '\x01' : '\0'}\0\0\x02\0\x04${'\0'.repeat(14)}`;
  return [paxHeader([['SCHILY.xattr.security.capability', value]]), entry];
}

function flagOf({ content, linkTarget, hardLinkTo }: Entry): string {
  if (hardLinkTo !== undefined) return '1';
  if (linkTarget !== undefined) return '2';
  return content === undefined ? '5' : '0';
}

/** With the directories that files need before them, as builders write layers. */
export function withDirectories(entries: readonly Entry[]): Entry[] {
  const seen = new Set(['/', ...entries.filter(isDirectory).map(({ path }) => path)]);
  return entries.flatMap((entry) => {
    const missing: Entry[] = [];
    for (let at = dirname(entry.path); !seen.has(at); at = dirname(at)) {
      seen.add(at);
      missing.unshift({ path: at });
    }
    return [...missing, entry];
  });
}

function isDirectory(entry: Entry): boolean {
  return flagOf(entry) === '5';
}

function dirname(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
