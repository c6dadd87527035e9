import { isNif } from './is-nif.ts';

/** Files that rules read as a whole are kept up to this size. */
const wholeUpTo = 64 * 1024;

/** Scripts: the first line and some of what follows. */
const scriptBytes = 4096;

/** A private key is recognized by its first line. */
const key = /\/(?:[^/]+\.(?:pem|key)|id_[^/]+)$/;
const keyBytes = 4096;

/** The symbol names of a Node.js addon are near its beginning, before its code. */
const addonBytes = 256 * 1024;

/** The version of a NIF is behind its code. */
const nifBytes = 1024 * 1024;

const whole: RegExp[] = [
  // The distribution and its release.
  /^\/(?:etc|usr\/lib)\/os-release$/,
  // May contain a token.
  /\/(?:\.npmrc|\.yarnrc|\.git\/config|pip\.conf)$/,
  // The tags of a Python package.
  /\.dist-info\/WHEEL$/,
  // The version of the runtime interface client: major versions need different entry scripts.
  /\/node_modules\/aws-lambda-ric\/package\.json$/,
];

/** Also with a byte order mark, with which the kernel does not take it for a script. */
function isScript(head: Buffer): boolean {
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\0?#\0?!/.test(head.toString('latin1', 0, 8));
}

/** The key of a service account of Google Cloud. */
function isServiceAccount(path: string, head: Buffer): boolean {
  return path.endsWith('.json') && head.includes('"service_account"');
}

/** How many bytes of a file the rules read: scripts, keys, addons, and some files by name. */
export function keepForRules(path: string, size: number, head: Buffer): number {
  if (isScript(head)) return Math.min(size, scriptBytes);
  if (path.endsWith('.node')) return Math.min(size, addonBytes);
  if (isNif(path)) return size <= nifBytes ? size : 0;
  if (key.test(path) || isServiceAccount(path, head)) return Math.min(size, keyBytes);
  return size <= wholeUpTo && whole.some((pattern) => pattern.test(path)) ? size : 0;
}
