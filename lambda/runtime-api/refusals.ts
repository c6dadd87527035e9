import type { ServerResponse } from 'node:http';

import { sendJson } from '../http/send-json.ts';
import { type LifecycleState, refusedTransition, type RuntimeCall } from './lifecycle.ts';
import { maxPayloadBytes } from './limits.ts';

/** The response to a refused call: its status, and the two keys of Lambda's error JSON. */
export interface Refusal {
  status: number;
  errorType: string;
  errorMessage: string;
}

function refusal(status: number, errorType: string, errorMessage: string): Refusal {
  return {
    status,
    errorType,
    errorMessage,
  };
}

// Messages of rapi/rendering/render_error.go in AWS's Runtime Interface Emulator.
export const invalidRequestId = refusal(400, 'InvalidRequestID', 'Invalid request ID');
export const invalidResponseMode = refusal(
  400,
  'InvalidFunctionResponseMode',
  'Invalid function response mode',
);
export const truncatedRequest = refusal(
  400,
  'TruncatedHTTPRequest',
  'HTTP request detected as truncated',
);
export const payloadTooLarge = refusal(
  413,
  'RequestEntityTooLarge',
  `Exceeded maximum allowed payload size (${maxPayloadBytes} bytes).`,
);
export const internalError = refusal(500, 'InternalServerError', 'Internal Server Error');

/** For a reply after the time-out, as in the emulator for managed instances. */
export const invokeTimeout = refusal(410, 'InvokeTimeout', 'Invoke timeout');

export function invalidTransition(state: LifecycleState, call: RuntimeCall): Refusal {
  return refusal(403, 'InvalidStateTransition', refusedTransition(state, call));
}

// Lambda responds to these in plain text. JSON here gives runtimes that log the body a uniform format.
export const unknownPath = refusal(404, 'UnknownPath', 'There is no such path in the Runtime API');
export const wrongMethod = refusal(405, 'MethodNotAllowed', 'The path has another method');

function refusalBody({ errorMessage, errorType }: Refusal): string {
  return JSON.stringify({ errorMessage, errorType });
}

export function refuse(response: ServerResponse, refused: Refusal): void {
  sendJson(response, refused.status, refusalBody(refused));
}

const acceptedBody = '{"status":"OK"}';

export function accept(response: ServerResponse): void {
  sendJson(response, 202, acceptedBody);
}
