import path from 'node:path';
import { parseArgs } from 'node:util';

import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { packageRoot } from '../../scaffold/package-root.ts';

export interface Options {
  rounds: number;
  /** Ids of languages; all if empty. */
  languages: string[];
  /** The generator whose projects are `ours`. */
  checkout: string;
  write: boolean;
  help: boolean;
}

export const help = `Usage: npm run bench:cold-start -- [options]

Measure cold starts, latency, memory and image size of generated projects, side
by side with common alternatives and with the bare VM of each language. Needs
Linux, root, Docker, python3 and an idle machine.

  --rounds <number>   starts of each image in each setting (default: 11)
  --language <id>     only this language; repeatable
  --checkout <dir>    measure projects of the generator in another checkout, as
                      built by \`npm run build\` (default: this checkout)
  --write             write docs/performance.md and docs/cold-start.svg; only
                      with all languages of this checkout
  -h, --help          print this
`;

export function parseOptions(args: string[]): Options {
  const { values } = parse(args);
  const options = {
    rounds: values.rounds === undefined ? 11 : parseRounds(values.rounds),
    languages: values.language ?? [],
    checkout: path.resolve(values.checkout ?? packageRoot),
    write: values.write ?? false,
    help: values.help ?? false,
  };
  // Languages that are not measured would be lost from the page, and another checkout is not what it describes.
  if (options.write && (options.languages.length > 0 || options.checkout !== packageRoot)) {
    throw wrong(
      'Expected --write for all languages of this checkout, found --language or --checkout.',
      'Leave out --write. The results are printed on standard output.',
    );
  }
  return options;
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        rounds: { type: 'string' },
        language: { type: 'string', multiple: true },
        checkout: { type: 'string' },
        write: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw wrong((error as Error).message, 'See --help.');
  }
}

function parseRounds(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw wrong(
    `--rounds: expected a whole number of at least 1, found "${text}".`,
    'For example: --rounds 11',
  );
}

function wrong(problem: string, fix: string) {
  return new CliError(exitCode.usage, { problem, fix });
}
