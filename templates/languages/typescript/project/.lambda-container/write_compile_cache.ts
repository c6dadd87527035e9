import { readdirSync, renameSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Compiles modules in advance, so that Node.js need not when the function starts. Called by the Dockerfile:
 *
 *   node --random-seed=1 write_compile_cache.ts DIRECTORY FILE...
 *
 * With a random seed, the same modules give the same bytes. They may lie anywhere: in relation to DIRECTORY, they must
 * lie where they will be in the image. If a function runs on another processor than expected, or as another user, Node.js
 * compiles the modules itself.
 */
const [directory = '', ...files] = process.argv.slice(2);

// The user that Lambda runs functions as. Node.js has a directory for each user.
const user = 993;

enableCompileCache({ directory, portable: true });
// All modules are compiled before the first one is evaluated, and that one throws: no code of the function runs.
const stop = 'data:text/javascript,throw 0';
for (const file of files) {
  const imports = [stop, pathToFileURL(file).href].map((url) => `import ${JSON.stringify(url)};`);
  try {
    await import(`data:text/javascript,${encodeURIComponent(imports.join(''))}`);
  } catch (error) {
    if (error !== 0) throw error;
  }
}
flushCompileCache();

for (const name of readdirSync(directory)) {
  renameSync(path.join(directory, name), path.join(directory, name.replace(/\d+$/, String(user))));
}
