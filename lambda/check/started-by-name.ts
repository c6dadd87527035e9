import path from 'node:path';

import type { ImageFacts } from '../image/image-facts.ts';
import { locateCommand } from './command.ts';

/** Shells that `sh` is a link to. Called by their own names, they run the scripts of `sh` too. */
const shells = /^(?:ba|da|k|mk)sh$/;

/**
 * Whether a symbolic link and its target start the same program. They do not if the target does what its name says, as
 * BusyBox, the launcher of buildpacks and the shims of version managers do, nor if it finds other files by its path, nor if the directory of the link says where the
 * packages are, as in a virtual environment of Python.
 */
export function isNameIrrelevant(image: ImageFacts, link: string, target: string): boolean {
  if (isInVirtualEnvironment(image, link) || isReadingName(image, target)) return false;
  const [name, own] = [path.posix.basename(link), path.posix.basename(target)];
  return withoutVersion(name) === withoutVersion(own) || (name === 'sh' && shells.test(own));
}

/** The path to write instead of a command on the PATH or from WORKDIR: without symbolic links, if those do not count. */
export function absolutePath(image: ImageFacts, command: string): string | undefined {
  const located = locateCommand(image, command);
  if (located === undefined) return undefined;
  const { link, file } = located;
  return isNameIrrelevant(image, link, file.path) ? file.path : link;
}

/** A link in its bin directory says where it is, by pyvenv.cfg above (Python documentation, "venv"). */
function isInVirtualEnvironment(image: ImageFacts, link: string): boolean {
  const found = image.files.findLink(link);
  const directory = path.posix.dirname('problem' in found ? link : found.path);
  return [directory, path.posix.dirname(directory)].some(
    (each) => !('problem' in image.files.find(`${each}/pyvenv.cfg`)),
  );
}

/** Whether it is a script that looks at the path that it is called by, to find other files. */
function isReadingName({ files }: ImageFacts, target: string): boolean {
  const found = files.find(target);
  const content = 'problem' in found ? undefined : found.facts.content;
  return /\$0|\$\{0|BASH_SOURCE|__FILE__|__file__|argv\[0\]/.test(
    content?.toString('latin1') ?? '',
  );
}

/** `python3.13` and `python3` are `python`. */
function withoutVersion(name: string): string {
  return name.replace(/[-.\d]+$/, '');
}
