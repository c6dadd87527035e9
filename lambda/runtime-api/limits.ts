/** The most that an event, or a response in one piece, may have: 6 MiB and 100 bytes. */
export const maxPayloadBytes = 6 * 1024 * 1024 + 100;

/** The most that a streamed response may have (Lambda's guide, "Response streaming"). */
export const maxStreamedBytes = 200 * 1024 * 1024;

/** What is read of a body that is refused, so that a client which writes before it reads gets the answer. */
export const maxDiscardedBytes = 64 * 1024 * 1024;

/** Runtimes send Lambda-Runtime-Function-XRay-Error-Cause up to 1 MiB. */
export const maxHeaderBytes = 2 * 1024 * 1024;

/** What Lambda keeps of Lambda-Runtime-Function-XRay-Error-Cause. */
export const maxXrayCauseBytes = 64 * 1024;
