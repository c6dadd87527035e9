import { expect, test } from 'vitest';
import { parseOptions } from '../../../bench/cold-start/options.ts';
import { packageRoot } from '../../../scaffold/package-root.ts';

const defaults = {
  rounds: 11,
  languages: [],
  checkout: packageRoot,
  write: false,
  help: false,
};

test.each([
  [[], {}],
  [['--write'], { write: true }],
  [['--rounds', '3', '--write'], { rounds: 3, write: true }],
  [['--language', 'elixir', '--language=erlang'], { languages: ['elixir', 'erlang'] }],
  [['--checkout', '/somewhere'], { checkout: '/somewhere' }],
  [['-h'], { help: true }],
])('%j', (args, expected) => {
  expect(parseOptions(args)).toStrictEqual({ ...defaults, ...expected });
});

test.each([
  [['--rounds', '0'], 'expected a whole number of at least 1, found "0"'],
  [['--rounds', '1.5'], 'expected a whole number of at least 1, found "1.5"'],
  [['--rounds'], "Option '--rounds <value>' argument missing"],
  [['--round', '3'], "Unknown option '--round'"],
  [['elixir'], "Unexpected argument 'elixir'"],
])('%j is refused', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message);
});

test.each([[['--write', '--language', 'elixir']], [['--write', '--checkout', '/somewhere']]])(
  '%j is refused: what it does not measure would be lost',
  (args) => {
    expect(() => parseOptions(args)).toThrow('Expected --write for all languages of this checkout');
  },
);
