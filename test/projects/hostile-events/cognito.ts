import { expect } from 'vitest';
import {
  allRefused,
  changed,
  deep,
  type HostileEvent,
  megabytes,
  refused,
  responds,
  respondsOrFails,
  strange,
} from './hostile-event.ts';

function event(values: Readonly<Record<string, unknown>>): string {
  return changed('cognito', 'sign-up', values);
}

const confirmed = expect.objectContaining({
  response: { autoConfirmUser: true, autoVerifyEmail: false, autoVerifyPhone: false },
}) as unknown;

/** The event is returned, confirmed or as it was. */
function returned(values: Readonly<Record<string, unknown>>, isConfirmed = true) {
  const response = event(isConfirmed ? { ...values, 'response.autoConfirmUser': true } : values);
  return { event: event(values), ...responds(JSON.parse(response)) };
}

export const cognito: readonly HostileEvent[] = [
  ...allRefused(strange),
  { name: 'the event of SQS', event: '{"Records": []}', ...refused },
  ...['triggerSource', 'request', 'response'].flatMap((path) =>
    [undefined, null, 17, []].map((value) => ({
      name: `${path} ${JSON.stringify(value)}`,
      event: event({ [path]: value }),
      ...refused,
    })),
  ),
  ...[undefined, null, 17, 'ada@example.com', []].map((userAttributes) => ({
    name: `userAttributes ${JSON.stringify(userAttributes)}`,
    event: event({ 'request.userAttributes': userAttributes }),
    ...refused,
  })),
  ...[
    undefined,
    null,
    17,
    ['ada@example.com'],
    '',
    'ada',
    'example.com',
    'ada@example.org',
    'ada@sub.example.com',
    'ada@example.com.evil.org',
    'ada@notexample.com',
    'ada@example.com\n',
    ' ada@example.com ',
    'ada@EXAMPLE.ORG',
  ].map((email) => ({
    name: `email ${JSON.stringify(email)}`,
    event: event({ 'request.userAttributes.email': email }),
    ...refused,
  })),
  ...['ada@example.com', 'ADA@EXAMPLE.COM', '"$(exit 1)"@example.com', 'ä\n@example.com'].map(
    (email) => ({
      name: `email ${JSON.stringify(email)}`,
      ...returned({ 'request.userAttributes.email': email }),
    }),
  ),
  ...['', 'presignup_signup', 'PreSignUp_SignUp\n', 'PreSignUp_AdminCreateUser', '*', '-n'].map(
    (triggerSource) => ({
      name: `triggerSource ${JSON.stringify(triggerSource)}`,
      ...returned({ triggerSource }, false),
    }),
  ),
  ...[undefined, null, 17, 'a\nb', '%s', {}].map((userName) => ({
    name: `userName ${JSON.stringify(userName)}`,
    ...returned({ triggerSource: 'PostConfirmation_ConfirmSignUp', userName }, false),
  })),
  { name: 'an empty response', ...returned({ response: {} }) },
  { name: 'fields that are not known', ...returned({ more: { a: [1, 'b'] }, version: '9' }) },
  {
    name: 'a field that is not known, with arrays in one another',
    event: event({ more: deep }),
    ...respondsOrFails(confirmed),
  },
  // The response has it, too, and may not be longer than 6 MB.
  { name: 'an event of 5 MB', ...returned({ more: megabytes.slice(0, 5_000_000) }) },
];
