import { once } from '../once.ts';

/** Strings that stand one after the other, each a directory of libraries with a slash at its end. */
const table = /\0((?:\/(?:usr\/)?lib[\w.-]*\/(?:[\w.-]+\/)?\0){2,})/;

/** For a loader that cannot be read. */
const usual = ['/lib64', '/usr/lib64', '/lib', '/usr/lib'];

/**
 * The directories that a loader of glibc searches last. They are compiled into it: Debian's looks into
 * /lib/x86_64-linux-gnu, Amazon Linux's into /lib64, and neither into the other's.
 */
export function defaultDirectories(loader: Uint8Array | undefined): readonly string[] {
  return loader === undefined ? usual : directoriesIn(loader);
}

const directoriesIn = once((loader: Uint8Array): readonly string[] => {
  const strings = table
    .exec(Buffer.from(loader).toString('latin1'))?.[1]!
    .split('\0')
    .filter((each) => each !== '');
  return strings?.map((directory) => directory.slice(0, -1)) ?? usual;
});
