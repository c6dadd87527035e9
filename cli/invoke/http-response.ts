import type { InvocationResult } from '../../lambda/runtime-api/invocation-result.ts';

/** The content type of a stream that begins with status, headers and cookies of an HTTP response. */
const httpIntegration = 'application/vnd.awslambda.http-integration-response';

const delimiter = Buffer.alloc(8);

export interface HttpResponse {
  /** JSON with statusCode, headers and cookies. */
  readonly prelude: string;
  readonly body: Buffer;
}

/** The two parts of a streamed HTTP response, between which there are eight NUL bytes; undefined for any other result. */
export function httpResponse({ contentType, body }: InvocationResult): HttpResponse | undefined {
  if (contentType !== httpIntegration) return undefined;
  const end = body.indexOf(delimiter);
  if (end === -1) return undefined;
  return {
    prelude: body.subarray(0, end).toString(),
    body: body.subarray(end + delimiter.length),
  };
}
