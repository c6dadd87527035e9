import { expect, test } from 'vitest';

import { permittedErrorType } from '../../../lambda/runtime-api/error-type.ts';

test.each([
  ['Runtime.ExitError', 'Runtime.ExitError'],
  ['Function.Oops', 'Function.Oops'],
  ['My Function.Oops!', 'My Function.Oops!'],
  ['Function.O', 'Function.Unknown'],
  ['Function.oops', 'Function.Unknown'],
  ['Runtime.oops', 'Runtime.Unknown'],
  ['my Function.oops', 'Runtime.Unknown'],
  ['ArgumentError', 'Runtime.Unknown'],
  ['', 'Runtime.Unknown'],
  [undefined, 'Runtime.Unknown'],
])('%s becomes %s', (value, expected) => {
  expect(permittedErrorType(value)).toBe(expected);
});
