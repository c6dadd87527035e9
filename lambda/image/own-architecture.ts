import { arch } from 'node:os';

/** The processor of this machine, as Docker names it. */
export const ownArchitecture = (): string => (arch() === 'x64' ? 'amd64' : arch());
