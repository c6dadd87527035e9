import type { Checked, Problem, Rule } from '../rule.ts';
import { type PythonVersion, pythonVersions, versionOf } from '../python-versions.ts';

/** A few examples are enough to see the cause. */
const shown = 5;

const fix =
  'Run pip install in the build stage, with the Python version of the image; do not copy site-packages from another one.';

export const addonPythonVersion: Rule = {
  id: 'addon-python-version',
  severity: 'warning',
  title: 'extension modules are built for the Python version in the image',
  why: 'Python looks for extension modules by their names: one with the tag cpython-311 is nothing to Python 3.13, "No module named …". Modules of the stable ABI (abi3) work with the version they are built for and with later ones, but not without the GIL.',
  *check(checked) {
    const versions = pythonVersions(checked);
    if (versions.length === 0) return;
    const problems = [...modules(checked, versions), ...wheels(checked, versions)];
    yield* problems.slice(0, shown);
    if (problems.length > shown) {
      yield {
        found: `Expected extension modules for ${names(versions)}, found ${problems.length - shown} more for others.`,
        fix,
      };
    }
  },
};

/** `_core.cpython-313-x86_64-linux-gnu.so`, `_core.abi3.so` or `_core.so`. */
const moduleName =
  /^(?<name>.+\/[^/.]+)(?:\.(?:cpython-(?<tag>3\d+t?)[^/.]*|(?<abi3>abi3)))?(?:\.so)$/;

function* modules({ image, own }: Checked, versions: PythonVersion[]): Iterable<Problem> {
  // The first one of each name.
  const found = new Map<string, { path: string; version: PythonVersion }>();
  const fitting = new Set<string>();
  for (const file of image.files.all()) {
    if (file.facts.type !== 'file' || !file.path.endsWith('.so') || !own.isOwn(file)) continue;
    const { name, tag } = moduleName.exec(file.path)?.groups ?? {};
    if (name === undefined) continue;
    const version = tag === undefined ? undefined : versionOf(tag);
    if (version === undefined || versions.some((each) => isSame(each, version))) fitting.add(name);
    else if (!found.has(name)) found.set(name, { path: file.path, version });
  }
  for (const [name, { path: where, version }] of found) {
    // Some packages have it for several versions.
    if (fitting.has(name)) continue;
    yield {
      found: `Expected an extension module for ${names(versions)}, found one for ${names([version])}.`,
      where,
      fix,
    };
  }
}

/** The file name of a module of the stable ABI does not say which version it needs, but its wheel does. */
function* wheels({ image, own }: Checked, versions: PythonVersion[]): Iterable<Problem> {
  for (const file of image.files.all()) {
    const { content } = file.facts;
    if (content === undefined || !file.path.endsWith('.dist-info/WHEEL')) continue;
    if (!own.isOwn(file)) continue;
    const tag = /^Tag: cp(3\d+)-abi3-/m.exec(content.toString('latin1'))?.[1];
    const least = tag === undefined ? undefined : versionOf(tag);
    if (least === undefined) continue;
    const fits = versions.some((each) => !each.isFreeThreaded && each.minor >= least.minor);
    if (fits) continue;
    yield {
      found: `Expected a package for ${names(versions)}, found one for the stable ABI of ${names([least])} and later.`,
      where: file.path,
      fix,
    };
  }
}

function isSame(a: PythonVersion, b: PythonVersion): boolean {
  return a.minor === b.minor && a.isFreeThreaded === b.isFreeThreaded;
}

function names(versions: readonly PythonVersion[]): string {
  return versions
    .map(({ minor, isFreeThreaded }) => `CPython 3.${minor}${isFreeThreaded ? 't' : ''}`)
    .join(' or ');
}
