import { expect, test } from 'vitest';

import { mergeCargoLock } from '../../../scaffold/plan/merge-cargo-lock.ts';

function locked(name: string, version: string, ...dependencies: string[]): string {
  const lines = ['[[package]]', `name = "${name}"`, `version = "${version}"`];
  if (dependencies.length > 0) {
    lines.push('dependencies = [', ...dependencies.map((each) => ` "${each}",`), ']');
  }
  return `${lines.join('\n')}\n`;
}

const head = 'version = 4\n\n';
const lock =
  head + [locked('http', '1.5.0'), locked('orders', '0.1.0', 'http', 'tokio')].join('\n');

test('a lock file without parts stays as it is', () => {
  expect(mergeCargoLock(lock, [])).toBe(lock);
});

test('packages of parts are added in the order of their names, each once', () => {
  const part = [locked('base64', '0.22.1'), locked('orders', '0.1.0', 'base64')].join('\n');
  const merged = [
    locked('base64', '0.22.1'),
    locked('http', '1.5.0'),
    locked('orders', '0.1.0', 'base64', 'http', 'tokio'),
  ];
  expect(mergeCargoLock(lock, [part, part])).toBe(head + merged.join('\n'));
});

test('dependencies have a version where there are several of a name, and only there', () => {
  const parts = [
    [
      locked('http', '0.2.12'),
      locked('orders', '0.1.0', 'sdk'),
      locked('sdk', '1.0.0', 'http 0.2.12'),
    ].join('\n'),
    locked('orders', '0.1.0', 'http 1.5.0'),
  ];
  const merged = [
    locked('http', '0.2.12'),
    locked('http', '1.5.0'),
    locked('orders', '0.1.0', 'http 1.5.0', 'sdk', 'tokio'),
    locked('sdk', '1.0.0', 'http 0.2.12'),
  ];
  expect(mergeCargoLock(lock, parts)).toBe(head + merged.join('\n'));
});
