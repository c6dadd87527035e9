/** The maximum size of an event and of a buffered response: 6 MiB and 100 bytes. */
export const maxPayloadBytes = 6 * 1024 * 1024 + 100;

/** The maximum size of a streamed response (Lambda guide, "Response streaming"). */
export const maxStreamedBytes = 200 * 1024 * 1024;

/** How much of a refused body is read, so that a client that writes before it reads gets the response. */
export const maxDiscardedBytes = 64 * 1024 * 1024;

/** The maximum size of Lambda-Runtime-Function-XRay-Error-Cause that runtimes send: 1 MiB. */
export const maxHeaderBytes = 2 * 1024 * 1024;

/** Lambda truncates Lambda-Runtime-Function-XRay-Error-Cause to this size. */
export const maxXrayCauseBytes = 64 * 1024;

/** How many connections are served at once: as many as a function may have files. */
export const maxConnections = 1024;
