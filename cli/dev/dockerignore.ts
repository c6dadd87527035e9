import ignored from '@balena/dockerignore';

/** Matches files with the patterns of .dockerignore. Its types are those of a module of ECMAScript, and it is one of CommonJS. */
export const dockerignore = ignored as unknown as typeof ignored.default;
