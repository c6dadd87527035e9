import type { Checked } from './rule.ts';

export interface PythonVersion {
  minor: number;
  /** Without the global interpreter lock: an ABI of its own. */
  isFreeThreaded: boolean;
}

/** `313t` or `3.13t` */
export function versionOf(text: string): PythonVersion | undefined {
  const [, minor, suffix] = /^3\.?(\d+)(t?)$/.exec(text) ?? [];
  return minor === undefined ? undefined : { minor: Number(minor), isFreeThreaded: suffix === 't' };
}

const interpreter = /\/bin\/python(3\.\d+t?)$/;

/** The versions of Python that the function may be run with: that of what is started, or else all in the image. */
export function pythonVersions({ image, started, named }: Checked) {
  const startedPaths = [...started, ...named].map(({ path }) => path);
  const own = versionsIn(startedPaths);
  if (own.length > 0) return own;
  const all: string[] = [];
  for (const { path } of image.files.all()) if (interpreter.test(path)) all.push(path);
  return versionsIn(all);
}

/** Nobody has more, and everything is compared with each. */
const most = 20;

function versionsIn(paths: readonly string[]): PythonVersion[] {
  const names = new Set(paths.flatMap((path) => interpreter.exec(path)?.[1] ?? []));
  return [...names].slice(0, most).flatMap((name) => versionOf(name) ?? []);
}
