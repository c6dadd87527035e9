import { expect, test } from 'vitest';

import { createReloader } from '../../../cli/dev/create-reloader.ts';

/** A reloader whose reloads end when the test says so. */
function controlled() {
  const reloads: { files: readonly string[]; end: (error?: Error) => Promise<void> }[] = [];
  const errors: unknown[] = [];
  const reloader = createReloader({
    reload: (files) =>
      new Promise((resolve, reject) => {
        reloads.push({
          files,
          async end(error) {
            if (error === undefined) resolve();
            else reject(error);
            await new Promise((next) => {
              setImmediate(next);
            });
          },
        });
      }),
    onError: (error) => errors.push(error),
  });
  return { reloader, reloads, errors, seen: () => reloads.map(({ files }) => files) };
}

test('a change is reloaded at once', () => {
  const { reloader, seen } = controlled();
  reloader.changed(['a']);
  expect(seen()).toStrictEqual([['a']]);
});

test('what is saved during a reload is reloaded after it, once', async () => {
  const { reloader, reloads, seen } = controlled();
  reloader.changed(['a']);
  reloader.changed(['b']);
  reloader.changed(['c', 'b']);
  expect(seen()).toStrictEqual([['a']]);
  await reloads[0]!.end();
  expect(seen()).toStrictEqual([['a'], ['b', 'c']]);
  await reloads[1]!.end();
  expect(reloads).toHaveLength(2);
});

test('a file that is saved again during its reload is reloaded again', async () => {
  const { reloader, reloads, seen } = controlled();
  reloader.changed(['a']);
  reloader.changed(['a']);
  await reloads[0]!.end();
  expect(seen()).toStrictEqual([['a'], ['a']]);
});

test('the files of a failed reload are reloaded with the next change, and not before', async () => {
  const { reloader, reloads, seen, errors } = controlled();
  reloader.changed(['a']);
  const error = new Error('A syntax error.');
  await reloads[0]!.end(error);
  expect(errors).toStrictEqual([error]);
  expect(reloads).toHaveLength(1);
  reloader.changed(['b']);
  expect(seen()).toStrictEqual([['a'], ['a', 'b']]);
});
