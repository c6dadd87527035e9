import { gatewayId, requestTime } from '../gateway-format.ts';
import { bodyAsText, type EventBody } from '../http-front/event-body.ts';
import { lastOfEach, valuesByName } from '../http-front/header-map.ts';
import type { HttpRequest } from '../http-front/http-request.ts';
import { valuesByQueryName } from '../http-front/payload-2.ts';
import type { ConnectionFacts } from './connections.ts';

/** An event of a WebSocket API, with the id that its error message has. */
export interface WebSocketEvent {
  readonly requestId: string;
  readonly event: object;
}

interface Route {
  readonly routeKey: string;
  readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
}

export function connectEvent(
  connection: ConnectionFacts,
  { headers, query }: Pick<HttpRequest, 'headers' | 'query'>,
  apiId: string,
): WebSocketEvent {
  const all = valuesByName(headers);
  const parameters = [...valuesByQueryName(query)];
  const route: Route = { routeKey: '$connect', eventType: 'CONNECT' };
  return eventOf(connection, apiId, route, {
    before: {
      headers: lastOfEach(all),
      multiValueHeaders: Object.fromEntries(all),
      ...(parameters.length > 0 && {
        queryStringParameters: lastOfEach(parameters),
        multiValueQueryStringParameters: Object.fromEntries(parameters),
      }),
    },
  });
}

export function messageEvent(
  connection: ConnectionFacts,
  message: Buffer,
  isBinary: boolean,
  apiId: string,
): WebSocketEvent {
  const body = isBinary
    ? { body: message.toString('base64'), isBase64Encoded: true }
    : bodyAsText(message);
  const route: Route = { routeKey: '$default', eventType: 'MESSAGE' };
  return eventOf(connection, apiId, route, { context: { messageId: gatewayId() }, body });
}

export function disconnectEvent(
  connection: ConnectionFacts,
  code: number,
  reason: string,
  apiId: string,
): WebSocketEvent {
  const headers = {
    Host: connection.host,
    'x-api-key': '',
    'X-Forwarded-For': '',
    'x-restapi': '',
  };
  const route: Route = { routeKey: '$disconnect', eventType: 'DISCONNECT' };
  return eventOf(connection, apiId, route, {
    before: {
      headers,
      multiValueHeaders: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, [value]]),
      ),
    },
    context: { disconnectStatusCode: code, disconnectReason: reason },
  });
}

/** As in the samples, which API Gateway's guide does not have: "Set up a WebSocket API integration request". */
function eventOf(
  { id, host, sourceIp, userAgent, connectedAt }: ConnectionFacts,
  apiId: string,
  { routeKey, eventType }: Route,
  {
    before = {},
    context = {},
    body = { isBase64Encoded: false },
  }: { before?: object; context?: object; body?: Pick<EventBody, 'isBase64Encoded'> },
): WebSocketEvent {
  const requestId = gatewayId();
  const now = Date.now();
  const event = {
    ...before,
    requestContext: {
      routeKey,
      ...context,
      eventType,
      extendedRequestId: requestId,
      requestTime: requestTime(now),
      messageDirection: 'IN',
      stage: 'prod',
      connectedAt,
      requestTimeEpoch: now,
      identity: { ...(userAgent !== '' && { userAgent }), sourceIp },
      requestId,
      domainName: host,
      connectionId: id,
      apiId,
    },
    ...body,
  };
  return { requestId, event };
}
