// Copies what npm reads when it installs packages. Called by the Dockerfile, which installs them with
// that, so that Docker installs them again only when it changes.
//
//   node keep_manifests.mjs TARGET
//
// TARGET/src gets the manifests of the project and of its local packages, without their scripts, which
// run later, when all files are there. TARGET/npm gets the settings for AWS's client.
// Stops if a local package is missing: Docker copies nothing from outside of this directory.
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const sources = join(process.argv[2], 'src');
const forClient = join(process.argv[2], 'npm');
mkdirSync(sources, { recursive: true });
mkdirSync(forClient, { recursive: true });

const settings = existsSync('.npmrc') ? readFileSync('.npmrc', 'utf8') : '';
writeSettings(settings, sources);
writeSettings(withoutScopes(settings), forClient);

const locks = ['package-lock.json', 'npm-shrinkwrap.json'].filter(existsSync);
for (const lock of locks) copy(lock, sources);
copyManifest('.');

for (const [path, { link, resolved = '' }] of lockedPackages()) {
  if (path.startsWith('../')) stop(path, 'which is outside of the directory with the Dockerfile');
  const isLocal = !/(^|\/)node_modules\//.test(path);
  if (isLocal) copyManifest(path);
  // An archive, or a directory that npm copies.
  else if (!link && resolved.startsWith('file:')) copyPackage(resolved.slice('file:'.length));
}

/** Writes .npmrc, and copies the files that it names, such as the certificate of a registry. */
function writeSettings(text, directory) {
  writeFileSync(join(directory, '.npmrc'), text);
  const words = text.split(/[\s=]+/).filter((word) => isInside(word) && isFile(word));
  for (const word of words) copy(word, directory);
}

/** The client is in no scope: it is not compiled again when the registry of one changes. */
function withoutScopes(text) {
  const [, registry] = /^registry\s*=\s*https?:(\/\/[^/\s]+)/m.exec(text) ?? [];
  return text
    .split('\n')
    .filter((line) => !/^(@|\/\/)/.test(line) || (registry && line.startsWith(registry)))
    .join('\n');
}

/** Entries of the lock file, by the directories where npm puts the packages; without the project. */
function lockedPackages() {
  const packages = locks.flatMap((lock) => Object.entries(readJson(lock).packages ?? {}));
  return packages.filter(([path]) => path !== '');
}

function copyManifest(directory) {
  const path = join(directory, 'package.json');
  if (!existsSync(path)) stop(directory, 'where there is no package.json');
  const { scripts: _later, ...manifest } = readJson(path);
  mkdirSync(join(sources, directory), { recursive: true });
  writeFileSync(join(sources, path), JSON.stringify(manifest));
}

function copyPackage(path) {
  if (!isInside(path)) stop(path, 'which is outside of the directory with the Dockerfile');
  if (!existsSync(path)) stop(path, 'where there is nothing');
  copy(path, sources);
}

function copy(path, directory) {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  cpSync(path, join(directory, path), { recursive: true });
}

/** Some editors put a byte order mark first, which npm accepts. */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
}

function isInside(path) {
  return !/^[/~]|^\.\.(\/|$)/.test(path);
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function stop(path, why) {
  console.error(
    `${locks[0]}: A package has the path ${path}, ${why}. Docker copies only what is in this directory, ` +
      'and follows no symbolic links. Move the package into it and check that .dockerignore does not list it, ' +
      'or move the Dockerfile and the other generated files to the directory that has both. Then npm install.',
  );
  process.exit(1);
}
