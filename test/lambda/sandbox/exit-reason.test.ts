import { expect, test } from 'vitest';

import { exitReason } from '../../../lambda/sandbox/exit-reason.ts';

test.each([
  [0, 'exit status 0'],
  [1, 'exit status 1'],
  [127, 'exit status 127'],
  [137, 'signal: killed'],
  [139, 'signal: segmentation fault'],
  [255, 'exit status 255'],
])('%i is %s', (exitStatus, reason) => {
  expect(exitReason({ exitStatus, isOutOfMemory: false })).toBe(reason);
});
