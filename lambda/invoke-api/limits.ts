/** The most that a request may have, in bytes, by how it is invoked (Lambda guide, "Lambda quotas"). */
export const maxRequestBytes = {
  RequestResponse: 6_291_456,
  Event: 1_048_576,
  DryRun: 6_291_456,
} as const;

/** X-Amz-Client-Context in base64 (Lambda API, Invoke). */
export const maxClientContextBytes = 3583;

/** What bodies of requests may take in memory while they are read, all together. */
export const maxBodyBytes = 64 * 1024 * 1024;

/** Enough for a load test; the operating system has 1,024 open files for a process by default. */
export const maxConnections = 500;

export const maxHeaderBytes = 64 * 1024;
