/** An entry of a layer; a folder unless it says what else it is. */
export type Entry = {
  path: string;
  mode?: number;
  content?: Buffer | string;
  linkTarget?: string;
};

const blockBytes = 512;

/** A layer as builders write it, in the ustar format. */
export const tarOf = (entries: readonly Entry[]): Buffer =>
  Buffer.concat([...entries.flatMap(blocks), Buffer.alloc(2 * blockBytes)]);

const blocks = ({ path, mode, content, linkTarget }: Entry): Buffer[] => {
  const isFolder = content === undefined && linkTarget === undefined;
  const bytes = Buffer.from(content ?? '');
  const header = Buffer.alloc(blockBytes);
  const octal = (value: number, at: number, length: number): void => {
    header.write(value.toString(8).padStart(length - 1, '0'), at);
  };
  header.write(path.replace(/^\//, '') + (isFolder ? '/' : ''), 0, 100);
  octal(mode ?? (isFolder ? 0o755 : 0o644), 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(bytes.length, 124, 12);
  octal(0, 136, 12);
  header.write(isFolder ? '5' : linkTarget === undefined ? '0' : '2', 156);
  header.write(linkTarget ?? '', 157, 100);
  header.write('ustar\x0000', 257);
  header.fill(' ', 148, 156);
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  const padding = Buffer.alloc(-bytes.length & (blockBytes - 1));
  return [header, bytes, padding];
};
