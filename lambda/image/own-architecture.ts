import { arch } from 'node:os';

/** The processor of this machine, as Docker names it. */
export function ownArchitecture(): string {
  return arch() === 'x64' ? 'amd64' : arch();
}
