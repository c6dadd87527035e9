import { describe, expect, test } from 'vitest';

import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import type { Tree } from '../helpers/temporary-directory.ts';
import { projectFiles } from './project-files.ts';

const catalog = loadCatalog();

/** Names by the namespace that they must be unique in. */
type Names = Map<string, Set<string>>;

const namesIn: Readonly<Record<string, (files: Tree) => Names>> = {
  sam(files) {
    const sections = String(files['template.yaml']).split(/^(?=[A-Z]\w+:$)/m);
    function keysOf(name: string) {
      const section = sections.find((each) => each.startsWith(`${name}:`));
      return allOf(section!, /^ {2}(\w+):$/gm);
    }
    return new Map([
      ['logical id', new Set([...keysOf('Parameters'), ...keysOf('Resources')])],
      ['output', keysOf('Outputs')],
    ]);
  },
  cdk(files) {
    const stack = String(files['cdk/lib/stack.ts']);
    const functions = textOf(files, /^cdk\/lib\/functions\//);
    return new Map([
      // Those of functions begin with a capital letter.
      ['id in the stack', allOf(stack, /\(\s*this,\s*'([A-Z]\w*)'/g)],
      [
        'output',
        new Set([
          ...allOf(stack, /overrideLogicalId\('(\w+)'\)/g),
          ...[...allOf(functions, /\.output\('(\w+)'/g), 'Function'].map((name) => `Orders${name}`),
        ]),
      ],
    ]);
  },
  terraform(files) {
    const names: Names = new Map();
    const text = textOf(files, /^terraform\/[^/]+\.tf$/);
    for (const [, block, type, label, body] of text.matchAll(
      /^(\w+) "(\w+)"(?: "(\w+)")? \{\n(.*?)^\}/gms,
    )) {
      add(label === undefined ? block! : type!, label ?? type!);
      // What AWS calls it.
      const [, value] = /^ {2}(?:alarm_name|name) += (.+)$/m.exec(body!) ?? [];
      if (value?.includes('module.orders.function_name'))
        add(
          `name of ${type}`,
          value.replace('module.orders.function_name', 'orders').replaceAll(/["${}]/g, ''),
        );
    }
    return names;

    function add(namespace: string, name: string) {
      names.set(namespace, (names.get(namespace) ?? new Set()).add(name));
    }
  },
};

/**
 * A function called `orders-failures` must not get what is called like the queue for failures of `orders`. No two names
 * collide if what follows the name of the function does not end with what follows another one, and if nothing that is
 * not of a function ends with it.
 */
describe.each(catalog.deployTools.filter(({ id }) => id !== 'none').map(({ id }) => id))(
  '%s',
  (tool) => {
    test('functions of any names get resources of different names', () => {
      const [endings, fixed] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
      for (const { id: event } of catalog.events)
        for (const state of catalog.stateStores.map(({ id }) => id)) {
          if (state === 'redis' && event === 'websocket') continue;
          const functions = [
            { name: 'zzz', event: 'direct' },
            { name: 'orders', event },
          ] as const;
          for (const [namespace, names] of namesIn[tool]!(
            projectFiles(catalog, tool, functions, 'python', state),
          ))
            for (const name of names) {
              const [, ending] = /^orders(.*)$/i.exec(name) ?? [];
              const kept = ending === undefined ? fixed : endings;
              kept.set(namespace, (kept.get(namespace) ?? new Set()).add(ending ?? name));
            }
        }
      const collisions = [...endings].flatMap(([namespace, ofFunctions]) =>
        [...ofFunctions, ...(fixed.get(namespace) ?? [])].flatMap((longer) =>
          [...ofFunctions]
            .filter(
              (ending) => longer !== ending && !/^zzz/i.test(longer) && longer.endsWith(ending),
            )
            .map((ending) => `${namespace}: ${longer} ends with "${ending}"`),
        ),
      );
      expect(collisions).toEqual([]);
      expect(endings.size).toBeGreaterThan(1);
    });
  },
);

function textOf(files: Tree, paths: RegExp): string {
  return Object.entries(files)
    .filter(([file]) => paths.test(file))
    .map(([, text]) => text)
    .join('\n');
}

function allOf(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].map(([, name]) => name!));
}
