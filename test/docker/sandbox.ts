import { restrictions } from '../../lambda/sandbox/restrictions.ts';

/** As the generated Makefile restricts a container, with the memory that it gives. */
export const sandbox = restrictions(256);
