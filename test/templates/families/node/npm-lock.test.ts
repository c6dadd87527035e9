import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { defaultStyle } from '../../../../scaffold/catalog/language-styles.ts';
import { languageEvents } from '../../../../scaffold/catalog/language-events.ts';
import { loadCatalog } from '../../../../scaffold/catalog/load-catalog.ts';
import { defaultEvent } from '../../../../scaffold/options/options.ts';
import { addFunction, removeFunction } from '../../../../scaffold/project/change-functions.ts';
import { runNew } from '../../../helpers/run-new.ts';
import { temporaryDirectory } from '../../../helpers/temporary-directory.ts';
import { lockOfNpm, manifestAndLock, projectName } from './npm-lock.ts';

const catalog = loadCatalog();
const languages = catalog.languages.filter(({ families }) => families.includes('node'));

let cache: ReturnType<typeof temporaryDirectory>;

beforeAll(() => {
  cache = temporaryDirectory();
});

afterAll(() => {
  cache[Symbol.dispose]();
});

/** Fails if the lock file does not have all that the manifest needs: npm would have to ask the registry. */
function lockOffline(manifest: string, lock: string): Promise<string> {
  return lockOfNpm(manifest, lock, '--offline', '--cache', cache.path);
}

describe.each(languages)('$id', (language) => {
  const plain = manifestAndLock(catalog, language, defaultEvent);
  const events = languageEvents(catalog, language, defaultStyle);
  const others = events.filter(
    (event) => manifestAndLock(catalog, language, event).lock !== plain.lock,
  );

  test.each([defaultEvent, ...others])(
    'npm leaves the lock file of a function for %s as it is',
    async (event) => {
      const { manifest, lock } = manifestAndLock(catalog, language, event);
      expect(await lockOffline(manifest, lock)).toBe(lock);
    },
  );

  test('npm leaves the lock file as it is when a function is added to packages of the user', async () => {
    using parent = temporaryDirectory();
    await runNew(parent.path, [projectName, '--language', language.id, '--yes']);
    const directory = path.join(parent.path, projectName);
    const [manifest, lock] = ['package.json', 'package-lock.json'].map((file) => {
      return path.join(directory, file);
    });
    function read(): [manifest: string, lock: string] {
      return [readFileSync(manifest!, 'utf8'), readFileSync(lock!, 'utf8')];
    }
    // One that the packages of the function need, too.
    const dependencies = { tslib: '^2.6.2' };
    const own = { ...(JSON.parse(plain.manifest) as object), dependencies };
    const ownManifest = `${JSON.stringify(own, null, 2)}\n`;
    const withTslib = manifestAndLock(catalog, language, 'websocket').lock;
    const ownLock = await lockOffline(ownManifest, withTslib);
    writeFileSync(manifest!, ownManifest);
    writeFileSync(lock!, ownLock);

    const request = { name: 'chat', event: 'websocket', dryRun: false, json: false };
    await addFunction({ ...request, action: 'add' }, directory, catalog);
    const [withFunction, lockWithFunction] = read();
    expect(JSON.parse(withFunction)).toMatchObject({
      dependencies: { ...dependencies, '@aws-sdk/client-dynamodb': expect.any(String) },
    });
    expect(await lockOffline(withFunction, lockWithFunction)).toBe(lockWithFunction);

    await removeFunction({ ...request, action: 'remove' }, directory, catalog);
    const [without, lockWithout] = read();
    expect(without).toBe(ownManifest);
    expect(await lockOffline(without, lockWithout)).toBe(ownLock);
  });
});
