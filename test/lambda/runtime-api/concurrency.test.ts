import { expect, test } from 'vitest';

import { maxPayloadBytes } from '../../../lambda/runtime-api/limits.ts';
import { startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';
import { pick, seededRandom } from '../random.ts';
import { runtimeClient } from './runtime-client.ts';

test('runs the configured number of concurrent invocations, with responses in any order', async () => {
  await using api = await startRuntimeApi({ concurrency: 3 });
  using runtime = runtimeClient(api.address);
  const results = ['a', 'b', 'c', 'd'].map((event) => api.invoke(event));
  const got = await Promise.all([runtime.next(), runtime.next(), runtime.next()]);
  expect(got.map(({ body }) => body)).toEqual(['a', 'b', 'c']);

  let isFourthThere = false;
  const fourth = runtime.next().finally(() => (isFourthThere = true));
  expect(await runtime.respond(got[2].id, '"c"')).toMatchObject({ status: 202 });
  await fourth;
  expect(isFourthThere).toBe(true);
  await runtime.respond((await fourth).id, '"d"');
  await runtime.fail(got[0].id, '"a"');
  await runtime.respond(got[1].id, '"b"');
  const bodies = (await Promise.all(results)).map(({ body }) => body.toString());
  expect(bodies).toEqual(['"a"', '"b"', '"c"', '"d"']);
});

test('more than configured wait', async () => {
  await using api = await startRuntimeApi({ concurrency: 2 });
  using runtime = runtimeClient(api.address);
  for (const event of ['1', '2', '3']) void api.invoke(event).catch(() => {});
  const [first] = await Promise.all([runtime.next(), runtime.next()]);
  const third = runtime.next();
  const early = await Promise.race([third, new Promise((done) => setTimeout(done, 50, 'waits'))]);
  expect(early).toBe('waits');
  await runtime.respond(first.id);
  expect((await third).body).toBe('3');
});

test('large responses that come all at once are read one after another', async () => {
  const concurrency = 16;
  await using api = await startRuntimeApi({ concurrency, timeoutMs: 10 * 60_000 });
  using runtime = runtimeClient(api.address);
  const body = Buffer.alloc(maxPayloadBytes, 'x');
  const results = Array.from({ length: concurrency }, () => api.invoke('{}'));
  const got = await Promise.all(results.map(() => runtime.next()));
  const replies = await Promise.all(got.map(({ id }) => runtime.respond(id, body)));
  expect(new Set(replies.map(({ status }) => status))).toStrictEqual(new Set([202]));
  for (const result of await Promise.all(results)) expect(result.body.equals(body)).toBe(true);
});

test('a response that waits for others to be read ends with its invocation', async () => {
  const concurrency = 10;
  await using api = await startRuntimeApi({ concurrency, timeoutMs: 10 * 60_000 });
  using runtime = runtimeClient(api.address);
  const results = Array.from({ length: concurrency }, (_, at) =>
    api.invoke('{}', { timeoutMs: at === concurrency - 1 ? 100 : 10 * 60_000 }),
  );
  const got = await Promise.all(results.map(() => runtime.next()));
  // Each may be as long as any.
  const headers = { 'Transfer-Encoding': 'chunked' };
  const opened = got.map(({ id }) => runtime.open(`/invocation/${id}/response`, headers));
  for (const { body } of opened) body.write('"');
  expect((await results.at(-1)!).error?.type).toBe('Sandbox.Timedout');
  for (const { body } of opened.slice(0, -1)) body.end('"');
  for (const result of await Promise.all(results.slice(0, -1))) {
    expect(result.body.toString()).toBe('""');
  }
});

test('a second reply is refused, and the other invocations continue', async () => {
  await using api = await startRuntimeApi({ concurrency: 2 });
  using runtime = runtimeClient(api.address);
  const results = [api.invoke('1'), api.invoke('2')];
  const [first, second] = await Promise.all([runtime.next(), runtime.next()]);
  await runtime.respond(first.id);
  expect(await runtime.respond(first.id)).toMatchObject({ status: 403 });
  expect(await runtime.respond(second.id)).toMatchObject({ status: 202 });
  await Promise.all(results);
});

test('a time-out ends one invocation only, and its late reply gets 410', async () => {
  await using api = await startRuntimeApi({ concurrency: 2 });
  using runtime = runtimeClient(api.address);
  const slow = api.invoke('slow', { timeoutMs: 50 });
  const other = api.invoke('other');
  const [first, second] = await Promise.all([runtime.next(), runtime.next()]);
  expect((await slow).error?.type).toBe('Sandbox.Timedout');
  expect(await runtime.respond(first.id)).toMatchObject({ status: 410 });
  expect(await runtime.respond(second.id)).toMatchObject({ status: 202 });
  expect((await other).error).toBeUndefined();
});

test.each(Array.from({ length: 5 }, (_, seed) => [seed]))(
  'ten pollers, faults of all kinds: no event is lost, and each gets its own response; seed %i',
  async (seed) => {
    const random = seededRandom(seed);
    const pollers = 10;
    await using api = await startRuntimeApi({ concurrency: pollers });
    using runtime = runtimeClient(api.address);
    const over = new AbortController();
    async function poll() {
      while (!over.signal.aborted) {
        const got = await runtime.next().catch(() => undefined);
        if (got?.status !== 200) continue;
        let status: number | undefined;
        // To the runtime, a reply without an acknowledgement was not received.
        while (!over.signal.aborted && status !== 202 && status !== 403) {
          const answered = await runtime.respond(got.id, got.body).catch(() => undefined);
          status = answered?.status;
        }
      }
    }
    const events = Array.from({ length: 300 }, (_, index) => `"${index}"`);
    const nexts = [
      'close',
      'status-403',
      'status-500',
      'cut-in-headers',
      'cut-in-body',
      undefined,
    ] as const;
    const replies = ['close', 'status-500', 'close-accepted', 'close-after', undefined] as const;
    const results = events.map((event) => {
      const next = pick(random, nexts);
      const reply = pick(random, replies);
      const chunkedNext = random() < 0.2;
      const faults = { ...(next && { next: [next] }), ...(reply && { reply: [reply] }) };
      return api.invoke(event, { faults: { ...faults, chunkedNext } });
    });
    const polling = Promise.allSettled(Array.from({ length: pollers }, poll));
    const bodies = (await Promise.all(results)).map(({ body }) => body.toString());
    expect(bodies).toEqual(events);
    over.abort();
    await api[Symbol.asyncDispose]();
    await polling;
  },
);
