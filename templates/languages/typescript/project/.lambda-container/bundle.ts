import { globSync } from 'node:fs';
import path from 'node:path';
import type { Plugin, RolldownOptions } from 'rolldown';

import { leaveOutPackages } from './packages.ts';

const root = path.dirname(import.meta.dirname);
const isFromPackage = (id: string): boolean => id.includes('/node_modules/');

/**
 * The options of Rolldown that put everything in the image's /var/task into dist/. Each file in src/ itself becomes a
 * file of the same name, such as app.mjs, with all that it imports; those in directories below are parts of these.
 *
 * Packages with native code are not bundled, but copied with what they depend on.
 *
 * @param external names of more packages to copy
 */
export function bundle({ external }: { external: readonly string[] }): RolldownOptions {
  return {
    input: globSync('src/*.ts', { cwd: root, exclude: ['src/*.d.ts', 'src/*.test.ts'] }).toSorted(),
    platform: 'node',
    // Packages that are CommonJS modules have these variables, and the bundle is an ES module.
    transform: { define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
    plugins: [keepPlaceOfSources(), leaveOutPackages(external, 'dist/node_modules')],
    output: {
      dir: 'dist',
      cleanDir: true,
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name]-[hash].mjs',
      // With source maps, the stack trace of an error has the file and line of your code. Node.js reads the map of a
      // file whenever it starts. Those of packages would take longer than the packages themselves, so these have none.
      codeSplitting: {
        groups: [{ name: 'packages', test: isFromPackage, tags: ['$initial'], entriesAware: true }],
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
        // Rolldown's own modules are no files.
        if (!path.isAbsolute(id)) return null;
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
