import type { ImageFacts } from '../image/image-facts.ts';
import type { FoundFile } from '../image/tree/file-tree.ts';
import { baseLayers, isCopied } from './base-layers.ts';
import { directorySet } from './directory-set.ts';
import { functionDirectories, isOfDistribution } from './function-directories.ts';

export interface OwnFiles {
  /** Whether a file is in a directory from which the function is loaded. */
  isCode(file: FoundFile): boolean;
  /** The same, or whether a layer above the base image has added it, wherever it is. */
  isOwn(file: FoundFile): boolean;
}

/** Where package managers of languages install, outside of what belongs to the distribution. */
const packages = /\/(site-packages|dist-packages|node_modules|gems)\//;
const ofDistribution = /^\/(usr\/(lib\w*|share)|var\/lib)\/|\/lib\/node_modules\/(npm|corepack)\//;

/** What changes while an image is built: nothing in it is read at run time. */
const transient = /^\/(dev|proc|run|sys|tmp|var\/(cache|lib|log|run|spool|tmp))\//;

/** Settings of a shell and caches of builds, in home directories. */
const hidden = /^\/(?:root|home\/[^/]+)\/(\.[^/]+)(.*)/;

/** Data, packages and browsers that installers put into hidden directories. */
const hiddenData =
  /^(\.local\/(lib|share\/uv\/python)|\.cache\/(huggingface|torch|whisper|clip|ms-playwright|puppeteer)|\.(keras|u2net|EasyOCR|insightface|paddleocr|deepface)|\.(nvm|pyenv|asdf|sdkman|rbenv|bun|deno)\/)/;

export function ownFiles(image: ImageFacts): OwnFiles {
  const isInDirectories = directorySet(functionDirectories(image));
  const base = baseLayers(image);
  const copied = image.layers.map((_, layer) => isCopied(image, layer));

  function isCode({ path, facts }: FoundFile): boolean {
    if (isInDirectories(path)) return true;
    if (path.startsWith('/opt/')) return facts.layer >= base;
    return packages.test(path) && !ofDistribution.test(path);
  }

  function isAdded({ path, facts }: FoundFile): boolean {
    if (facts.layer < base || transient.test(path)) return false;
    const [, name, rest] = hidden.exec(path) ?? [];
    if (name !== undefined) return hiddenData.test(`${name}${rest}`);
    return !isOfDistribution(path) || copied[facts.layer] === true;
  }

  return { isCode, isOwn: (file) => isCode(file) || isAdded(file) };
}

/**
 * Libraries that a function can do without: of desktops in a JDK, of Tcl/Tk in Python, of threading layers in Numba,
 * of Qt in Chrome, of tracing in .NET.
 */
const optional =
  /\/lib(awt\w*|jawt|splashscreen|fontmanager|jsound|lcms|javajpeg|j2pcsc|javafx_\w+|glass\w*|prism_\w+)\.so$|\/lib-dynload\/_(tkinter|gdbm|dbm)\.|\/(tbbpool|omppool)\.[^/]*\.so$|\/(libqt\d_shim|libcoreclrtraceptprovider)\.so$/;

export function isOptional(path: string): boolean {
  return optional.test(path);
}
