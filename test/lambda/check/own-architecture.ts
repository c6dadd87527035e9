import { arch } from 'node:os';

/** The processor of this machine, as Docker names it, and what its programs name. */
export const ownDockerArchitecture = arch() === 'x64' ? 'amd64' : arch();

export const otherDockerArchitecture = ownDockerArchitecture === 'amd64' ? 'arm64' : 'amd64';

const isAmd64 = ownDockerArchitecture === 'amd64';

export const glibcLoader = isAmd64 ? '/lib64/ld-linux-x86-64.so.2' : '/lib/ld-linux-aarch64.so.1';

export const muslLoader = isAmd64 ? '/lib/ld-musl-x86_64.so.1' : '/lib/ld-musl-aarch64.so.1';

/** The number in ELF files (e_machine) of the other one. */
export const otherMachine = isAmd64 ? 183 : 62;
