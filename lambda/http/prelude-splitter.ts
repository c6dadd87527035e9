/** The content type of a stream that begins with status, headers and cookies of an HTTP response. */
const httpIntegration = 'application/vnd.awslambda.http-integration-response';

const delimiter = Buffer.alloc(8);

/** What has more before its body is none. */
const longestPrelude = 1024 * 1024;

export interface SplitResponse {
  /** JSON with statusCode, headers and cookies; once, before the first byte of the body. */
  readonly prelude?: string;
  readonly body: Buffer;
}

/**
 * Splits a streamed HTTP response, chunk by chunk, at the eight NUL bytes between its two parts. Any other response, and one without
 * them, is all body.
 */
export function preludeSplitter(): (
  chunk: Buffer,
  contentType: string,
  isLast?: boolean,
) => SplitResponse {
  let waiting: Buffer = Buffer.alloc(0);
  let isSplit = false;
  return (chunk, contentType, isLast = false) => {
    if (isSplit || contentType !== httpIntegration) return { body: chunk };
    waiting = Buffer.concat([waiting, chunk]);
    const end = waiting.indexOf(delimiter);
    if (end === -1 && !isLast && waiting.length <= longestPrelude) return { body: Buffer.alloc(0) };
    isSplit = true;
    if (end === -1) return { body: waiting };
    return {
      prelude: waiting.subarray(0, end).toString(),
      body: waiting.subarray(end + delimiter.length),
    };
  };
}
