import { ServiceError } from '../invoke-api/service-error.ts';
import { isObject, jsonOf } from './json-of.ts';
import type { Sent, SendOptions } from './sent.ts';

/** What a request to `/_lambda-container/send` asks for. */
export interface SendRequest {
  /** Of the source, or of the function, at least one is there. */
  readonly source?: string;
  readonly function?: string;
  readonly sent: Sent;
}

/** What a request to `/_lambda-container/send-failed` asks for: all, those of a function, or one. */
export interface SendFailedRequest {
  readonly function?: string;
  readonly id?: string;
}

/** With all copies. */
const mostMessages = 10_000;
/** In bytes, of the messages with all copies. */
const maxMessagesBytes = 64 * 1024 * 1024;

const options: readonly (keyof SendOptions)[] = ['group', 'partitionKey', 'subject', 'detailType'];

/** Reads `{source, function, messages: [Base64, …], count, group, …}`. Throws a ServiceError. */
export function readSendRequest(body: Buffer): SendRequest {
  const given = objectOf(body);
  const { messages, count = 1 } = given;
  if (!Array.isArray(messages) || !messages.every((each) => typeof each === 'string')) {
    throw invalid('Expected messages, a list of texts in Base64.');
  }
  if (!Number.isInteger(count) || Number(count) < 1) {
    throw invalid('Expected count to be a whole number from 1 on.');
  }
  const all = messages.length * Number(count);
  if (all > mostMessages) {
    throw invalid(`Expected at most ${mostMessages} messages at once, found ${all}.`);
  }
  const request = { ...text(given, 'source'), ...text(given, 'function') };
  if (Object.keys(request).length === 0) throw invalid('Expected a source or a function.');
  const once = messages.map((each) => Buffer.from(each, 'base64'));
  const bytes = once.reduce((sum, each) => sum + each.length, 0) * Number(count);
  if (bytes > maxMessagesBytes) {
    throw invalid(
      `Expected at most ${maxMessagesBytes} bytes of messages at once, found ${bytes}.`,
    );
  }
  return {
    ...request,
    sent: {
      data: Array.from({ length: Number(count) }, () => once).flat(),
      options: Object.assign({}, ...options.map((name) => text(given, name))) as SendOptions,
    },
  };
}

/** Reads `{function, id}`. Throws a ServiceError. */
export function readSendFailedRequest(body: Buffer): SendFailedRequest {
  const given = objectOf(body);
  return { ...text(given, 'function'), ...text(given, 'id') };
}

function objectOf(body: Buffer): Readonly<Record<string, unknown>> {
  const given = jsonOf(body);
  if (isObject(given)) return given;
  throw invalid('Expected a JSON object.');
}

function text<Name extends string>(
  given: Readonly<Record<string, unknown>>,
  name: Name,
): { [name in Name]?: string } {
  const value = given[name];
  if (value === undefined || value === null) return {};
  if (typeof value !== 'string' || value === '') throw invalid(`Expected ${name} to be a text.`);
  return { [name]: value } as { [name in Name]: string };
}

function invalid(problem: string): ServiceError {
  return new ServiceError('InvalidRequestContentException', problem);
}
