/** Writes the lock files of generated projects, with the newest packages that package.json allows: npm run templates:locks */
import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { loadCatalog } from '../../../../scaffold/catalog/load-catalog.ts';
import { isJsonObject, type JsonObject, printJson } from '../../../../scaffold/json/json.ts';
import { defaultEvent } from '../../../../scaffold/options/options.ts';
import { templatesRoot } from '../../../../scaffold/package-root.ts';
import { lockOfNpm, manifestAndLock, projectName } from './npm-lock.ts';

const eventsRoot = path.join(templatesRoot, 'families/node/events');
const catalog = loadCatalog();
const languages = catalog.languages.filter(({ families }) => families.includes('node'));

const plainLocks = new Map<string, string>();
for (const language of languages) {
  const { manifest } = manifestAndLock(catalog, language, defaultEvent);
  const lock = await lockOfNpm(manifest, undefined);
  plainLocks.set(language.id, lock);
  const template = lock
    .replaceAll(`"name": "${projectName}"`, '"name": "<%= name %>"')
    .replace(`">=${language.versions[0].version}"`, '">=<%= languageVersion %>"');
  const file = `languages/${language.id}/project/package-lock.json.ejs`;
  writeFileSync(path.join(templatesRoot, file), template);
}

for (const file of globSync('*/parts/package.json.ejs', { cwd: eventsRoot })) {
  const [event = ''] = file.split(path.sep);
  let patch: JsonObject = {};
  for (const language of languages) {
    const plain = plainLocks.get(language.id)!;
    const { manifest } = manifestAndLock(catalog, language, event);
    patch = united(patch, difference(parse(plain), parse(await lockOfNpm(manifest, plain))));
  }
  writeFileSync(path.join(eventsRoot, event, 'parts/package-lock.json.ejs'), printJson(patch));
}

/** The JSON merge patch that leads from one to the other. */
function difference(from: JsonObject, to: JsonObject): JsonObject {
  const removed = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  const others = Object.entries(to).flatMap(([key, value]) => {
    const old = from[key];
    if (JSON.stringify(old) === JSON.stringify(value)) return [];
    const isMerged = isJsonObject(old) && isJsonObject(value);
    return [[key, isMerged ? difference(old, value) : value] as const];
  });
  return {
    ...Object.fromEntries(others),
    ...Object.fromEntries(removed.map((key) => [key, null])),
  };
}

/** A patch for the lock files of all languages. They may not contradict one another, which a test would find. */
function united(a: JsonObject, b: JsonObject): JsonObject {
  const members = Object.entries(b).map(([key, value]) => {
    const other = a[key];
    return [
      key,
      isJsonObject(other) && isJsonObject(value) ? united(other, value) : value,
    ] as const;
  });
  return { ...a, ...Object.fromEntries(members) };
}

function parse(lock: string): JsonObject {
  return JSON.parse(lock) as JsonObject;
}
