import { cpSync, existsSync, globSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Plugin, RolldownOptions } from 'rolldown';

const root = path.dirname(import.meta.dirname);
const isFromPackage = (id: string): boolean => id.includes('/node_modules/');

/**
 * The options of Rolldown that put everything in the image's /var/task into dist/. Each file in src/ itself becomes a
 * file of the same name, such as app.mjs, with all that it imports; those in directories below are parts of these.
 *
 * @param external names of packages that are not bundled, but copied with their dependencies
 */
export function bundle({ external }: { external: readonly string[] }): RolldownOptions {
  return {
    input: globSync('src/*.ts', { cwd: root, exclude: ['src/*.d.ts', 'src/*.test.ts'] }).toSorted(),
    platform: 'node',
    external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
    // Packages that are CommonJS modules have these variables, and the bundle is an ES module.
    transform: { define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
    plugins: [keepPlaceOfSources(), copyPackages(external)],
    output: {
      dir: 'dist',
      cleanDir: true,
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name]-[hash].mjs',
      // With source maps, the stack trace of an error has the file and line of your code. Node.js reads the map of a
      // file whenever it starts. Those of packages would take longer than the packages themselves, so these have none.
      codeSplitting: {
        groups: [
          { name: 'packages', test: isFromPackage, tags: ['$initial'], entriesAware: true },
        ],
      },
      sourcemap: 'hidden',
      sourcemapExcludeSources: true,
      // dist/app.mjs will be /var/task/app.mjs.
      sourcemapPathTransform: (source) => source.replace('../', ''),
      footer: ({ moduleIds, fileName }) =>
        moduleIds.every(isFromPackage) ? '' : `//# sourceMappingURL=${fileName}.map`,
    },
  };
}

/** import.meta of your files names their place in the project, not that of the bundle: data beside them is found. */
function keepPlaceOfSources(): Plugin {
  return {
    name: 'keep-place-of-sources',
    transform: {
      filter: { id: { exclude: /\/node_modules\// }, code: /\bimport\.meta\./ },
      handler(code, id) {
        const file = path.relative(root, id);
        const places: Record<string, string> = {
          dirname: `(import.meta.dirname + ${JSON.stringify(`/${path.dirname(file)}`)})`,
          filename: `(import.meta.dirname + ${JSON.stringify(`/${file}`)})`,
          url: `new URL(${JSON.stringify(file)}, import.meta.url).href`,
        };
        return {
          code: code.replaceAll(
            /\bimport\.meta\.(dirname|filename|url)\b/g,
            (text, property: string) => places[property] ?? text,
          ),
          // No line has moved.
          map: null,
        };
      },
    },
  };
}

/** Copies packages, and those that they depend on, to dist/node_modules. */
function copyPackages(names: readonly string[]): Plugin {
  const copied = new Set<string>();
  function copy(name: string, from: string): boolean {
    const directory = directoryOf(name, from);
    if (directory === undefined) return false;
    if (copied.has(directory)) return true;
    copied.add(directory);
    // A package inside of another one is copied with that.
    if (directory === path.join(root, 'node_modules', name)) {
      const target = path.join(root, 'dist/node_modules', name);
      cpSync(directory, target, { recursive: true, dereference: true });
    }
    for (const dependency of dependenciesOf(directory)) copy(dependency, realpathSync(directory));
    return true;
  }
  return {
    name: 'copy-packages',
    writeBundle() {
      for (const name of names) {
        if (!copy(name, root)) this.warn(`external: ${name} is not installed: npm install ${name}`);
      }
    },
  };
}

/** Where Node.js finds the package when a file in `from` imports it. */
function directoryOf(name: string, from: string): string | undefined {
  const directory = path.join(from, 'node_modules', name);
  if (existsSync(directory)) return directory;
  return from === root ? undefined : directoryOf(name, path.dirname(from));
}

function dependenciesOf(directory: string): string[] {
  const manifest: Partial<Record<string, Record<string, string>>> = JSON.parse(
    readFileSync(path.join(directory, 'package.json'), 'utf8'),
  );
  const kinds = ['dependencies', 'optionalDependencies', 'peerDependencies'];
  return kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}));
}
