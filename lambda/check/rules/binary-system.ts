import type { FoundFile } from '../../image/tree/file-tree.ts';
import { packageOf } from '../package-of.ts';
import type { Checked, Rule } from '../rule.ts';

/** A few examples are enough to see the cause. */
const shown = 5;

export const binarySystem: Rule = {
  id: 'binary-system',
  severity: 'error',
  preventsStart: 'if-started',
  title: 'binaries and native addons are built for Linux',
  why: 'A binary for macOS or Windows fails with "exec format error", a native addon with "invalid ELF header". They come from a machine on which packages were installed or the code was built: node_modules, site-packages, _build, target.',
  *check(checked) {
    const wrong = foreignFiles(checked);
    for (const { path, facts } of wrong.slice(0, shown)) {
      yield {
        found: `Expected a file for Linux, found one built for ${facts.foreignSystem}.`,
        where: path,
        fix: 'Install packages and build in the Dockerfile; add node_modules, .venv, _build, deps or target to .dockerignore.',
      };
    }
    if (wrong.length > shown) {
      yield {
        found: `Expected files for Linux, found ${wrong.length - shown} more built for ${wrong[shown]!.facts.foreignSystem}.`,
        fix: 'Install packages and build in the Dockerfile.',
      };
    }
  },
};

/** Those that Linux would be asked to load, unless their package has others for this image. */
function foreignFiles({ image, own, started, named, binaries }: Checked): FoundFile[] {
  const fitting = new Set(
    binaries
      .filter(({ elf }) => elf.architecture === image.config.architecture)
      .map(({ path }) => packageOf(path)),
  );
  const startedPaths = new Set([...started, ...named].map(({ path }) => path));
  const found: FoundFile[] = [];
  for (const file of image.files.all()) {
    if (file.facts.foreignSystem === undefined) continue;
    const isLoaded = isLoadable(file.path) && own.isOwn(file) && !fitting.has(packageOf(file.path));
    if (startedPaths.has(file.path) || isLoaded) found.push(file);
  }
  return found;
}

/** Packages for macOS only, and helpers of packages that work without them. */
const harmless = /\/node_modules\/fsevents\/|\/Contents\/MacOS\//;

/**
 * Native addons, libraries, and binaries in the directories from which they are started. Other files for Windows and
 * macOS are in many packages: launchers of setuptools, libraries of .NET.
 */
function isLoadable(path: string): boolean {
  if (harmless.test(path)) return false;
  if (/\.(node|so|pyd|bundle|dylib)$|\.so\.[\d.]+$/.test(path)) return true;
  return /\/bin\/[^/.]+$|\/@[^/]+\/[^/]*(darwin|macos|win32|windows)[^/]*\/[^/]+\.exe$|\/priv\/[^/]+\.dll$/.test(
    path,
  );
}
