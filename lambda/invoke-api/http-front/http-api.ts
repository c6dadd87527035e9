import { decoded } from '../../http/decoded.ts';
import { gatewayId } from '../gateway-format.ts';
import { localAccount } from '../functions.ts';
import type { HttpKind } from './http-kind.ts';
import { jsonResponse } from './http-response.ts';
import { payload2Event, payload2Response } from './payload-2.ts';

/** An HTTP API of API Gateway with the route $default and payload version 2.0. */
export const httpApi: HttpKind = {
  title: 'an HTTP API',
  maxBodyBytes: 10 * 1024 * 1024,
  isStreaming: false,
  timeoutMs: 30_000,
  toEvent(request, functionName) {
    // It is cut at a question mark that was encoded.
    const path = decoded(request.path)?.split('?', 1)[0];
    if (path === undefined) return undefined;
    return payload2Event(request, {
      accountId: localAccount,
      apiId: functionName,
      requestId: gatewayId(),
      rawPath: path,
    });
  },
  toResponse: payload2Response,
  refusals: {
    badRequest: jsonResponse(400, { message: 'Bad Request' }),
    tooLarge: jsonResponse(413, { message: 'Request Entity Too Large' }),
    failed: jsonResponse(500, { message: 'Internal Server Error' }),
    timedOut: jsonResponse(503, { message: 'Service Unavailable' }),
  },
  addedHeaders: () => ({ 'apigw-requestid': gatewayId() }),
};
