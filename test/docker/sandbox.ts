import { restrictions } from '../../lambda/sandbox/restrictions.ts';

/** As the generated Makefile restricts a container, with the memory that it gives. */
export const sandbox = restrictions(256);

/** The same in the network of this machine, whose settings a container cannot change. */
export const sandboxOnHost = ['--network', 'host', ...withoutFlag(sandbox, '--sysctl')];

function withoutFlag(flags: readonly string[], flag: string): string[] {
  const at = flags.indexOf(flag);
  return flags.toSpliced(at, 2);
}
