import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { suggest } from '../../terminal/suggest.ts';

/** Docker's words, and those of Lambda and uname for the same. */
const names: Readonly<Record<string, string>> = {
  amd64: 'amd64',
  x86_64: 'amd64',
  arm64: 'arm64',
  aarch64: 'arm64',
};

/** A processor as Docker names it. Throws a CliError for one that Lambda does not have. */
export function readArchitecture(typed: string): string {
  const known = Object.hasOwn(names, typed) ? names[typed] : undefined;
  if (known !== undefined) return known;
  throw new CliError(exitCode.usage, {
    problem: `Expected --arch to be amd64 or arm64, found "${typed}".`,
    fix: `Did you mean --arch ${suggest(typed, Object.keys(names)) ?? 'amd64'}?`,
  });
}
