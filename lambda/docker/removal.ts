import { commandLine } from '../../programs/command-line.ts';
import { runDocker } from './docker.ts';
import { forget, type Kind, watch } from './reaper.ts';
import { removalCommand } from './removal-command.ts';

/** Ends what was begun for it, in reverse order. */
export interface Owner {
  add(undo: () => Promise<unknown>): void;
}

/**
 * Hands the removal of containers, networks or volumes to `owner`, who has to do it even if they could not be made; if this process
 * does not live to do it, its reaper does. `afterwards` is called whether it fails or not.
 */
export function handRemoval(
  owner: Owner,
  kind: Kind,
  names: readonly string[],
  limitMs: number,
  afterwards: () => void = () => {},
): void {
  for (const name of names) watch(name, kind);
  const { command, flags } = removalCommand[kind];
  owner.add(async () => {
    try {
      await runDocker(commandLine(command, flags, names), { limitMs });
      for (const name of names) forget(name, kind);
    } finally {
      afterwards();
    }
  });
}
