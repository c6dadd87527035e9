import { expect } from 'vitest';
import {
  changed,
  deep,
  type HostileEvent,
  huge,
  megabytes,
  nested,
  refused,
  responds,
  respondsOrFails,
} from './hostile-event.ts';

/** Responses to a request. */
export const ok = expect.objectContaining({ statusCode: 200 }) as unknown;
export const ada = expect.objectContaining({ body: '{"message":"Hello, Ada!"}' }) as unknown;
export const badRequest = expect.objectContaining({ statusCode: 400 }) as unknown;

export function base64(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('base64');
}

/** What sources of requests have in common: a body, in Base64 if a flag says so, and fields that nobody knows. */
export function requestBodies(source: 'alb' | 'http' | 'rest'): readonly HostileEvent[] {
  function get(values: Readonly<Record<string, unknown>>): string {
    return changed(source, 'get', values);
  }
  function post(values: Readonly<Record<string, unknown>>): string {
    return changed(source, 'post', values);
  }

  return [
    ...[
      '',
      '{',
      'null',
      '17',
      '[]',
      '"text"',
      '{}',
      '\u0000',
      '{"name":""}',
      '{"name":null}',
      '{"name":17}',
      '{"name":1e400}',
      '{"name":["Ada"]}',
      '{"name":"Ada"}{"name":"Grace"}',
      nested,
    ].map((body) => ({
      name: `body ${body.slice(0, 40)}`,
      event: post({ body }),
      ...responds(badRequest),
    })),
    { name: 'no body', event: post({ body: undefined }), ...responds(badRequest) },
    { name: 'body null', event: post({ body: null }), ...responds(badRequest) },
    {
      name: 'body an object',
      event: post({ body: { name: 'Ada' } }),
      ...respondsOrFails(badRequest),
    },
    ...['{"name":"Ada"}', 'AP_-', '!!!!', 'A', 'Grüße'].map((body) => ({
      name: `body in Base64 ${body}`,
      event: post({ isBase64Encoded: true, body }),
      ...refused,
    })),
    ...[undefined, null, ''].map((body) => ({
      name: `body in Base64 ${JSON.stringify(body)}`,
      event: post({ isBase64Encoded: true, body }),
      ...responds(badRequest),
    })),
    // Only true says that the body is in Base64.
    ...['true', 'false', 1, 0, null, {}].map((flag) => ({
      name: `isBase64Encoded ${JSON.stringify(flag)}`,
      event: post({ isBase64Encoded: flag, body: '{"name":"Ada"}' }),
      ...responds(ada),
    })),
    {
      name: 'base64 of what is not UTF-8',
      event: post({ isBase64Encoded: true, body: base64([0xff, 0xfe, 0x00]) }),
      ...responds(badRequest),
    },
    {
      name: 'a body of 6 MB',
      event: post({ body: JSON.stringify({ name: 'Ada', more: megabytes }) }),
      ...responds(ok),
    },
    { name: '6 MB that are not JSON', event: post({ body: megabytes }), ...responds(badRequest) },
    { name: 'a field that is not known', event: get({ more: {} }), ...responds(ok) },
    {
      name: 'a field that is not known, with arrays in one another',
      event: get({ more: deep }),
      ...respondsOrFails(ok),
    },
    { name: 'a huge number', event: get({ more: huge }), ...respondsOrFails(ok) },
  ];
}
