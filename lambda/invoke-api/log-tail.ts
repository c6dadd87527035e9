/** How much of a log the header X-Amz-Log-Result has, in bytes (Lambda API, Invoke, LogType). */
const tailBytes = 4096;

/** The end of a log in base64. */
export function logTail(log: string): string {
  return Buffer.from(log).subarray(-tailBytes).toString('base64');
}
