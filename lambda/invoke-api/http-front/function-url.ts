import type { HttpKind } from './http-kind.ts';
import { jsonResponse } from './http-response.ts';
import { payload2Event, payload2Response } from './payload-2.ts';

const megabyte = 1024 * 1024;

/** A function URL without authorization. */
export const functionUrl: HttpKind = {
  title: 'a function URL',
  maxBodyBytes: 6 * megabyte,
  isStreaming: true,
  toEvent: (request, functionName) =>
    payload2Event(request, {
      accountId: 'anonymous',
      apiId: functionName,
      requestId: request.requestId,
      // Still percent-encoded, in contrast to an HTTP API.
      rawPath: request.path,
    }),
  toResponse: payload2Response,
  refusals: {
    badRequest: jsonResponse(400, { Message: 'Bad Request' }),
    tooLarge: jsonResponse(413, { Message: 'Request Entity Too Large' }),
    // As seen by LocalStack, whose router for function URLs has it.
    failed: {
      status: 502,
      headers: [['Content-Type', 'application/json']],
      body: Buffer.from('Internal Server Error'),
    },
    timedOut: jsonResponse(504, { Message: 'Gateway Timeout' }),
  },
  addedHeaders: ({ requestId, traceId }) => ({
    'x-amzn-RequestId': requestId,
    'X-Amzn-Trace-Id': traceId,
  }),
};
