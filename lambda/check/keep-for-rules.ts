/** Small files of which rules read all, if they have no more than so many bytes. */
const wholeUpTo = 64 * 1024;

/** Of a script: its first line and some of what follows. */
const scriptBytes = 4096;

/** Keys say in their beginning what they are. */
const key = /\/(?:[^/]+\.(?:pem|key)|id_[^/]+)$/;
const keyBytes = 4096;

/** The names that an addon of Node.js exports are near its beginning, before its code. */
const addonBytes = 256 * 1024;

const whole: RegExp[] = [
  // Which system it is.
  /^\/(?:etc|usr\/lib)\/os-release$/,
  // May have a token.
  /\/\.npmrc$/,
  // Which release of Lambda's client it is: the releases of Node.js want different entry scripts.
  /\/node_modules\/aws-lambda-ric\/package\.json$/,
];

/** What the rules of `check` read: scripts, keys, addons, and more by name. */
export function keepForRules(path: string, size: number, head: Buffer): number {
  if (head[0] === 0x23 && head[1] === 0x21) return Math.min(size, scriptBytes);
  if (path.endsWith('.node')) return Math.min(size, addonBytes);
  if (key.test(path)) return Math.min(size, keyBytes);
  return size <= wholeUpTo && whole.some((pattern) => pattern.test(path)) ? size : 0;
}
