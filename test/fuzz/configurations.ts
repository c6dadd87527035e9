import { pick } from '../lambda/random.ts';
import type { Structure } from './structure.ts';

function times<Made>(count: number, make: (index: number) => Made): Made[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Texts that patterns could walk over and over. */
const texts: Readonly<Record<string, Structure<string>>> = {
  letters: (_, size) => 'a'.repeat(size),
  'beginnings of tokens': (_, size) => 'eyJaaaaaaaaaaaa-'.repeat(size / 16),
  'beginnings of URLs': (_, size) => 'https://a:b'.repeat(size / 11),
  examples: (_, size) => `${'placeholder'.repeat(size / 11)}\n`,
  assignments: (_, size) => times(size / 20, (at) => `A_TOKEN=${at}x${at}y`).join(' '),
  'dots and letters': (_, size) => 'a.'.repeat(size / 2),
  spaces: (_, size) => `bearer${' '.repeat(size)}`,
  'keys that end too soon': (_, size) => '-----BEGIN A '.repeat(size / 13),
  quotes: (_, size) => `A="b'`.repeat(size / 5),
  'control characters': (_, size) => '\u001b[31m'.repeat(size / 5),
};

function text(random: () => number, size: number): string {
  return pick(random, Object.values(texts))(random, size);
}

/** What a configuration can be full of. `size` is about its bytes. */
export const configurations: Readonly<Record<string, Structure<object>>> = {
  'a plain one': () => ({
    config: { Entrypoint: ['/a'], Cmd: ['app.handler'], WorkingDir: '/var/task' },
  }),
  'words and a PATH': (_, size) => ({
    config: {
      Entrypoint: ['a', ...times(size / 20, (at) => `w${at}`)],
      Env: [`PATH=${times(size / 20, (at) => `/p${at}`).join(':')}`],
    },
  }),
  'a PATH of one directory': (_, size) => ({
    config: {
      Entrypoint: ['/var/task/bootstrap', ...times(size / 10, (at) => `${at}`)],
      Env: [`PATH=${'/usr/bin:'.repeat(size / 10)}`],
    },
  }),
  'long words': (_, size) => ({
    config: { Entrypoint: [`/${'a/'.repeat(size / 4)}`], Cmd: ['b'.repeat(size / 2)] },
  }),
  'many variables': (_, size) => ({
    config: { Entrypoint: ['/a'], Env: times(size / 20, (at) => `V${at}_TOKEN=x`) },
  }),
  'directories of libraries': (_, size) => ({
    config: {
      Entrypoint: ['/var/task/lib0.so'],
      Env: [
        `LD_LIBRARY_PATH=${'/l:'.repeat(size / 6)}`,
        `PYTHONPATH=${times(size / 40, (at) => `/var/task/d${at}`).join(':')}`,
      ],
    },
  }),
  'directories in one another': () => ({
    config: {
      Entrypoint: ['/a'],
      Env: [`PYTHONPATH=${times(1000, (at) => `/0/${'d/'.repeat(at)}`).join(':')}`],
    },
  }),
  'a deep WORKDIR': () => ({
    config: { Entrypoint: ['a'], WorkingDir: `/0/${'d/'.repeat(1990)}` },
  }),
  ...Object.fromEntries(
    Object.entries(texts).flatMap(([name, make]): [string, Structure<object>][] => [
      [
        `a variable of ${name}`,
        (random, size) => ({
          config: {
            Entrypoint: ['/a'],
            Env: [`A_TOKEN=${make(random, size)}`, `B=${make(random, 9999)}`],
          },
        }),
      ],
      [
        `labels of ${name}`,
        (random, size) => ({
          config: {
            Entrypoint: ['/a'],
            Labels: Object.fromEntries(times(9, (at) => [`l${at}`, make(random, size / 9)])),
          },
        }),
      ],
      [
        `history of ${name}`,
        (random, size) => ({
          config: { Entrypoint: ['/a'] },
          history: times(50, (at) => ({
            created_by: `COPY ${make(random, size / 50)}`,
            empty_layer: at > 0,
          })),
        }),
      ],
      [
        `a shell form of ${name}`,
        (random, size) => ({ config: { Entrypoint: ['/bin/sh', '-c', make(random, size)] } }),
      ],
    ]),
  ),
  'fields of all kinds': (random, size) => ({
    os: pick(random, ['linux', '', 'windows', undefined]),
    architecture: pick(random, ['amd64', 'arm64', '', undefined]),
    created: text(random, 100),
    config: {
      Entrypoint: pick(random, [null, [], [''], ['/a', ''], ['./a'], ['..']]),
      Cmd: pick(random, [null, [], [''], [text(random, size / 9)]]),
      Env: times(size / 99, () => text(random, 20)),
      User: text(random, 50),
      WorkingDir: pick(random, ['', '/', '..', '/../a', 'a/b', '/\0']),
      Volumes: Object.fromEntries(times(size / 99, (at) => [text(random, 20) + at, {}])),
      ExposedPorts: { [text(random, size / 9)]: {} },
      Healthcheck: { Test: pick(random, [['NONE'], [], null, ['CMD', text(random, 99)]]) },
      Labels: { __proto__: null, constructor: text(random, 99), toString: text(random, 99) },
      Shell: [text(random, 9)],
    },
    history: times(size / 99, () => ({
      created_by: text(random, 40),
      empty_layer: random() < 0.5,
    })),
  }),
};
