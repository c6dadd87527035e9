import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { z } from 'zod';

import { preludeSplitter, type SplitResponse } from '../../http/prelude-splitter.ts';
import {
  checkedHeaders,
  MalformedResponse,
  withContentType,
  withRemappedHeaders,
} from './http-response.ts';
import {
  checked,
  headerPairs,
  multiHeaders,
  parsedJson,
  singleHeaders,
  statusCode,
} from './proxy-result.ts';
import { beginResponse } from './send-response.ts';

/** Passes on a streamed response, part by part. */
export interface StreamedResponse {
  /** Resolves when there is room for more, or the client has gone. */
  write(chunk: Buffer, contentType: string): Promise<void>;
  /** Throws a MalformedResponse for a prelude that is none. */
  end(contentType: string): void;
}

const prelude = z.object({
  statusCode: statusCode.default(200),
  headers: singleHeaders,
  multiValueHeaders: multiHeaders,
  cookies: z.array(z.string()).nullish(),
});

export function createStreamedResponse(
  request: IncomingMessage,
  response: ServerResponse,
): StreamedResponse {
  const split = preludeSplitter();
  let isBegun = false;
  let malformed: MalformedResponse | undefined;

  function begin(text: string, contentType: string): void {
    const given = checked(prelude, parsedJson(Buffer.from(text)));
    const cookies = (given.cookies ?? []).map((cookie) => ['Set-Cookie', cookie] as const);
    const headers = checkedHeaders([
      ...headerPairs(given.headers, given.multiValueHeaders),
      ...cookies,
    ]);
    beginResponse(response, {
      status: given.statusCode,
      headers: withContentType(withRemappedHeaders(headers), contentType),
    });
    isBegun = true;
    response.flushHeaders();
  }

  /** Returns whether there is room for more. */
  function pass(part: SplitResponse, contentType: string): boolean {
    if (part.prelude !== undefined) begin(part.prelude, 'application/octet-stream');
    else if (!isBegun && part.body.length > 0) begin('{}', contentType);
    return part.body.length === 0 || request.method === 'HEAD' || response.write(part.body);
  }

  return {
    async write(chunk, contentType) {
      if (response.destroyed || malformed !== undefined) return;
      try {
        if (pass(split(chunk, contentType), contentType)) return;
      } catch (error) {
        if (!(error instanceof MalformedResponse)) throw error;
        // The function does not learn of that.
        malformed = error;
        return;
      }
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
    },
    end(contentType) {
      if (malformed !== undefined) throw malformed;
      if (response.destroyed) return;
      pass(split(Buffer.alloc(0), contentType, true), contentType);
      if (!isBegun) begin('{}', contentType);
      response.end();
    },
  };
}
