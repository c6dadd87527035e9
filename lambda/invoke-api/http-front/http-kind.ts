import type { InvocationResult } from '../../runtime-api/invocation-result.ts';
import type { HttpRequest } from './http-request.ts';
import type { HttpResponse } from './http-response.ts';

/** What stands between a client and a function: what it makes of requests and responses. */
export interface HttpKind {
  /** As users know it, such as `a function URL`. */
  readonly title: string;
  /** The most that a body may have, in bytes; the event has Lambda's own limit. */
  readonly maxBodyBytes: number;
  /** The most that the function may return, in bytes, if that is less than Lambda's own limit. */
  readonly maxResponseBytes?: number;
  /** Whether it passes on a streamed response while it comes. */
  readonly isStreaming: boolean;
  /** After so much time it responds itself, while the function goes on. */
  readonly timeoutMs?: number;
  /** undefined if it refuses the request. */
  toEvent(request: HttpRequest, functionName: string): object | undefined;
  /** Throws a MalformedResponse. */
  toResponse(result: InvocationResult): HttpResponse;
  readonly refusals: Readonly<Record<Refusal, HttpResponse>>;
  /** What it adds to each response. */
  addedHeaders(request: HttpRequest): Readonly<Record<string, string>>;
}

/** Why a client gets no response of the function. `failed`: it has failed, or its response is malformed. */
export type Refusal = 'badRequest' | 'tooLarge' | 'failed' | 'timedOut';
