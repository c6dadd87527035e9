import { cpSync, existsSync, globSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'rolldown';

/** What is read of a package's package.json. */
interface Manifest {
  cpu?: unknown;
  os?: unknown;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/**
 * Leaves packages out of the bundle, and copies them with what they depend on to `target`: those in `names`, and those
 * with native code, which cannot be bundled.
 */
export function leaveOutPackages(names: readonly string[], target: string): Plugin {
  const leftOut = new Set<string>();
  return {
    name: 'leave-out-packages',
    resolveId: {
      // The name of a package, maybe with a path, and neither a path nor a module of Node.js.
      filter: { id: /^(?!node:)[@\w]/ },
      handler(id, importer) {
        const name = /^(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];
        if (name === undefined || importer === undefined) return null;
        const directory = directoryOf(name, path.dirname(importer));
        if (directory === undefined) return null;
        if (!names.includes(name) && !hasNativeCode(directory)) return null;
        leftOut.add(directory);
        return { id, external: true };
      },
    },
    writeBundle() {
      for (const name of names) {
        const directory = directoryOf(name, process.cwd());
        if (directory !== undefined) leftOut.add(directory);
        else this.warn(`external: the package ${name} is not installed`);
      }
      copyPackages(leftOut, target);
    },
  };
}

/** Where Node.js finds a package that a file in `from` imports. */
function directoryOf(name: string, from: string): string | undefined {
  const directory = path.join(from, 'node_modules', name);
  if (existsSync(directory)) return directory;
  const parent = path.dirname(from);
  return parent === from ? undefined : directoryOf(name, parent);
}

/** Whether it has addons, or depends on packages for one kind of processor or system, as sharp and esbuild do. */
function hasNativeCode(directory: string): boolean {
  const addons = globSync('**/*.node', {
    cwd: directory,
    exclude: (file) => path.basename(file) === 'node_modules',
  });
  return addons.length > 0 || dependenciesOf(directory).some(isForOnePlatform);
}

function isForOnePlatform(directory: string): boolean {
  const { cpu, os } = manifestOf(directory);
  return cpu !== undefined || os !== undefined;
}

/** The directories of those that are installed. */
function dependenciesOf(directory: string): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = manifestOf(directory);
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  const from = realpathSync(directory);
  return names.flatMap((name) => directoryOf(name, from) ?? []);
}

function manifestOf(directory: string): Manifest {
  return JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
}

function copyPackages(directories: Iterable<string>, target: string): void {
  const copied = new Set<string>();
  function copy(directory: string): void {
    if (copied.has(directory)) return;
    copied.add(directory);
    const [, container = '', name = ''] = /^(.*)\/node_modules\/(.+)$/.exec(directory) ?? [];
    // A package inside of another one is copied with that.
    if (!container.includes('/node_modules/')) {
      cpSync(directory, path.join(target, name), { recursive: true, dereference: true });
    }
    for (const dependency of dependenciesOf(directory)) copy(dependency);
  }
  for (const directory of directories) copy(directory);
}
