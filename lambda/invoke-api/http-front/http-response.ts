import { validateHeaderName, validateHeaderValue } from 'node:http';

/** What a client gets. */
export interface HttpResponse {
  readonly status: number;
  /** The reason phrase, if it is not the usual one. */
  readonly reason?: string | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** The function has returned what AWS does not make a response of. The message says why. */
export class MalformedResponse extends Error {
  override readonly name = 'MalformedResponse';
}

/** They are about the connection, which the server takes care of. */
const dropped = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Without headers that a server must not pass on. Throws a MalformedResponse for what is not a header. */
export function checkedHeaders(
  headers: readonly (readonly [name: string, value: string])[],
): HttpResponse['headers'] {
  return headers.filter(([name, value]) => {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch (error) {
      throw new MalformedResponse((error as Error).message, { cause: error });
    }
    return !dropped.has(name.toLowerCase());
  });
}

/**
 * API Gateway and function URLs rename headers that are their own (API Gateway guide, "Amazon API Gateway important notes"): a
 * browser then does not ask for a password, for example.
 */
const remapped = new Set(['date', 'server', 'www-authenticate']);

export function withRemappedHeaders(headers: HttpResponse['headers']): HttpResponse['headers'] {
  return headers.map(([name, value]) =>
    remapped.has(name.toLowerCase()) ? [`x-amzn-Remapped-${name}`, value] : [name, value],
  );
}

/** Adds a content type where the function has given none. */
export function withContentType(
  headers: HttpResponse['headers'],
  usual: string,
): HttpResponse['headers'] {
  const isGiven = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return isGiven ? headers : [...headers, ['Content-Type', usual]];
}

/** The message of API Gateway or of a function URL. */
export function jsonResponse(status: number, body: object): HttpResponse {
  return {
    status,
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from(JSON.stringify(body)),
  };
}
