import { expect, test } from 'vitest';
import { fails, type HostileEvent, refused, responds, respondsOrFails } from './hostile-event.ts';
import { unexpectedResponses } from './unexpected-responses.ts';

const error = { errorType: 'TypeError', errorMessage: 'expected a name' };
const unclear = { errorType: 'TypeError', errorMessage: 'undefined is not a function' };
const exit = { errorType: 'Runtime.ExitError', errorMessage: 'Error: expected a runtime' };

test.each<[Pick<HostileEvent, 'error' | 'responses'>, unknown, boolean]>([
  [refused, error, true],
  [refused, unclear, false],
  [refused, null, false],
  [fails, unclear, true],
  [fails, exit, false],
  [fails, { statusCode: 200 }, false],
  [responds({ a: 1 }, { a: 2 }), { a: 2 }, true],
  [responds({ a: 1 }, { a: 2 }), { a: 3 }, false],
  [responds({ a: 1 }), error, false],
  [respondsOrFails({ a: 1 }), error, true],
  [respondsOrFails({ a: 1 }), exit, false],
])('%j, and the response %j: %s', async (expected, response, isExpected) => {
  const container = { invoke: () => Promise.resolve(JSON.stringify(response)) };
  const events = [{ name: 'case', event: '{}', ...expected }];
  expect(await unexpectedResponses(container, events)).toHaveLength(isExpected ? 0 : 1);
});
