import { expect, test } from 'vitest';

import { withoutAdded } from '../../../lambda/sandbox/without-added.ts';

test('what an engine adds is removed, and HOME is where Lambda has no directory', () => {
  expect(withoutAdded({ PATH: '/bin' })).toMatchObject({
    HOME: '/home/sbx_user1051',
    HOSTNAME: undefined,
    HTTP_PROXY: undefined,
    no_proxy: undefined,
  });
});

test('what the image sets stays', () => {
  const own = { HOME: '/tmp', HOSTNAME: '0.0.0.0', http_proxy: 'http://proxy' };
  expect(withoutAdded(own)).toMatchObject({ ...own, HTTP_PROXY: undefined });
});
