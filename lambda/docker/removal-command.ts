import type { Kind } from './reaper.ts';

/** The commands of docker that remove something, also if it does not exist. Volumes without a name go with their container. */
export const removalCommand: Readonly<
  Record<Kind, { readonly command: string; readonly flags: readonly string[] }>
> = {
  container: { command: 'rm', flags: ['--force', '--volumes'] },
  network: { command: 'network rm', flags: ['--force'] },
  volume: { command: 'volume rm', flags: ['--force'] },
};
