import { statSync } from 'node:fs';

import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { suggest } from '../../terminal/suggest.ts';
import { against, type Fit, type GivenElf } from '../../lambda/check/against.ts';
import { type Target, targetNamed, targets } from '../../lambda/check/against-target.ts';
import { machineFiles } from '../../lambda/image/loader/machine-files.ts';
import type { Typed } from '../../terminal/flags.ts';
import { readArchitecture } from './architecture.ts';

/** Compares the files of --elf with the system of --against. Throws a CliError for wrong usage. */
export function checkElfFiles(typed: Typed): { target: Target; fits: Fit[] } {
  const target = readTarget(typed.value('against'));
  const arch = typed.value('arch');
  const architecture = arch === undefined ? undefined : readArchitecture(arch);
  const files = machineFiles();
  const given = [...typed.values('elf'), ...typed.positionals].map((name): GivenElf => {
    const file = files.elf(name);
    if (file !== undefined) return { ...file, name };
    throw new CliError(exitCode.usage, {
      problem: `Expected --elf to name binaries or libraries, found ${whatIsAt(name)} at ${name}.`,
      fix: 'Leave it out, or build it again.',
    });
  });
  return { target, fits: against(given, target, { architecture }) };
}

function readTarget(typed: string | undefined): Target {
  const names = targets.map(({ name }) => name);
  const target = typed === undefined ? undefined : targetNamed(typed);
  if (target !== undefined) return target;
  const nearest = typed === undefined ? undefined : suggest(typed, names);
  throw new CliError(exitCode.usage, {
    problem: `Expected --against with one of ${names.join(', ')} or GLIBC_x.y, found ${typed === undefined ? 'none' : `"${typed}"`}.`,
    fix:
      nearest === undefined
        ? "Lambda's provided.al2023 and newer managed runtimes are --against al2023."
        : `Did you mean --against ${nearest}?`,
  });
}

function whatIsAt(name: string): string {
  const stats = statSync(name, { throwIfNoEntry: false });
  if (stats === undefined) return 'nothing';
  if (stats.isFile()) return 'a file that is not ELF';
  return stats.isDirectory() ? 'a directory' : 'neither a file nor a directory';
}
