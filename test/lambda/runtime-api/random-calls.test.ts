import { expect, test } from 'vitest';

import { startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';
import { pick, seededRandom } from '../random.ts';
import { type Answer, runtimeClient } from './runtime-client.ts';

test.each(Array.from({ length: 10 }, (_, seed) => [seed]))(
  'calls in any order: each invocation gets its own response, once; seed %i',
  async (seed) => {
    const random = seededRandom(seed);
    await using api = await startRuntimeApi({ timeoutMs: 60_000 });
    using runtime = runtimeClient(api.address);
    const ids = Array.from({ length: 30 }, (_, index) => `id-${index}`);
    const results = ids.map((requestId) => api.invoke(requestId, { requestId }));
    const accepted: [string, string][] = [];
    let current = 'id-none';

    async function reply(kind: 'respond' | 'fail', id: string): Promise<Answer> {
      const body = `"${kind} ${id}"`;
      const got = await runtime[kind](id, body);
      if (got.status === 202) accepted.push([id, body]);
      return got;
    }
    const calls = {
      next: async () => {
        if (accepted.length === ids.length) return undefined;
        const got = await runtime.next();
        if (got.status === 200) current = got.id;
        return got;
      },
      respond: () => reply('respond', current),
      fail: () => reply('fail', current),
      respondToOther: () => reply('respond', pick(random, ids)),
      initError: () => runtime.initError(),
    };

    for (let step = 0; accepted.length < ids.length; step += 1) {
      // An init error is final: it may come only when it is refused.
      const call = step === 0 ? 'next' : pick(random, Object.keys(calls) as (keyof typeof calls)[]);
      const got = await calls[call]();
      expect([200, 202, 400, 403, undefined]).toContain(got?.status);
    }

    const bodies = (await Promise.all(results)).map(({ body }) => body.toString());
    const byId = new Map(accepted);
    expect(bodies).toEqual(ids.map((id) => byId.get(id)));
  },
);
