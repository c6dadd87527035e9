import { expect, test } from 'vitest';

import { startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';

test('what is beside the Runtime API gets the other paths', async () => {
  await using api = await startRuntimeApi({
    others: (request, response) => response.end(`other ${request.url}`),
  });
  async function bodyOf(path: string): Promise<string> {
    return (await fetch(`http://${api.address}${path}`)).text();
  }
  expect(await bodyOf('/prod/@connections/a')).toBe('other /prod/@connections/a');
  expect(await bodyOf('/2018-06-01/ping')).toBe('pong');
  expect(await bodyOf('/2018-06-01/unknown')).not.toContain('other');
  expect(api.wasCalled()).toBe(false);
});
