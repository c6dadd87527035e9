/** The maximum size of an event and of a buffered response: 6 MiB and 100 bytes. */
export const maxPayloadBytes = 6 * 1024 * 1024 + 100;

/** The maximum size of a streamed response (Lambda guide, "Response streaming"). */
export const maxStreamedBytes = 200 * 1024 * 1024;

/** What the bodies of all connections may take in memory while they are read. */
export const maxBodyBytes = 32 * 1024 * 1024;

/** The headers of all connections. Nothing can be refused before they are read. */
const maxAllHeaderBytes = 32 * 1024 * 1024;

/** Runtimes send a Lambda-Runtime-Function-XRay-Error-Cause of up to 1 MiB. */
const maxHeaderBytes = 2 * 1024 * 1024;

/** Lambda truncates Lambda-Runtime-Function-XRay-Error-Cause to this size. */
export const maxXrayCauseBytes = 64 * 1024;

/** What connections may take, for so many concurrent invocations: more than any runtime and its extensions need. */
export function connectionLimits(concurrency: number): { count: number; headerBytes: number } {
  const count = 24 + 2 * concurrency;
  return { count, headerBytes: Math.min(maxHeaderBytes, Math.floor(maxAllHeaderBytes / count)) };
}
