import type { ServerResponse } from 'node:http';

import { sendJson } from '../http/send-json.ts';

interface Shape {
  readonly status: number;
  /** The SDKs read the message from this key: the service model has it either way. */
  readonly messageKey: 'Message' | 'message';
}

/** The errors of Invoke in the service model of Lambda (2015-03-31) that a client can cause here. */
const shapes = {
  InvalidParameterValueException: { status: 400, messageKey: 'message' },
  InvalidRequestContentException: { status: 400, messageKey: 'message' },
  ResourceNotFoundException: { status: 404, messageKey: 'Message' },
  RequestTooLargeException: { status: 413, messageKey: 'message' },
  TooManyRequestsException: { status: 429, messageKey: 'message' },
  ServiceException: { status: 500, messageKey: 'Message' },
  // Not in the model: for what Lambda has and this server does not, and for requests from web pages.
  UnknownOperationException: { status: 501, messageKey: 'message' },
  AccessDeniedException: { status: 403, messageKey: 'message' },
} satisfies Readonly<Record<string, Shape>>;

/** An error that the caller of the API gets, as an exception of its SDK. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly type: keyof typeof shapes;
  readonly #more: Readonly<Record<string, string>>;

  /** `more`: further keys of its JSON, such as `Reason`. */
  constructor(
    type: keyof typeof shapes,
    message: string,
    { more = {}, cause }: { more?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.type = type;
    this.#more = more;
  }

  get status(): number {
    return shapes[this.type].status;
  }

  /** The SDKs take the class of the exception from the header; without JSON, that of JavaScript throws a SyntaxError. */
  send(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
    const { status, messageKey } = shapes[this.type];
    const kind = status < 500 ? 'User' : 'Service';
    const body = { Type: kind, [messageKey]: this.message, ...this.#more };
    sendJson(response, status, JSON.stringify(body), {
      'x-amzn-ErrorType': this.type,
      ...headers,
    });
  }
}
