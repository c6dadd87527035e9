import { arch } from 'node:os';

/** The architecture of this machine in Docker's spelling. */
export function ownArchitecture(): string {
  return arch() === 'x64' ? 'amd64' : arch();
}
