import { expect, test } from 'vitest';

import type { DevEvent, JournalEntry } from '../../cli/dev/journal.ts';
import { createModel, most } from '../../page/model.ts';

/** A model, and what happens: each event a millisecond after the last one. */
function start() {
  const model = createModel();
  let sequence = 0;
  model.begin('run');
  function record(event: DevEvent): JournalEntry {
    sequence += 1;
    const entry = { ...event, sequence, at: sequence };
    model.apply(entry);
    return entry;
  }
  function state(state: 'init' | 'idle' | 'invoke' | 'frozen' | 'removed', environment = 1) {
    record({ type: 'environment', function: 'orders', environment, state });
  }
  function begin(requestId: string, text = '{}') {
    const of = { function: 'orders', environment: 1, requestId };
    record({ type: 'invocation-started', ...of, source: 'Invoke', event: { text } });
  }
  function end(requestId: string, error?: { type: string; message: string; stack: string[] }) {
    record({
      type: 'invocation-ended',
      function: 'orders',
      environment: 1,
      requestId,
      durationMs: 1,
      billedMs: 1,
      memoryMb: 128,
      response: { text: '{}' },
      ...(error !== undefined && { error }),
    });
  }
  function log(text: string, requestId?: string) {
    const of = {
      function: 'orders',
      environment: 1,
      ...(requestId !== undefined && { requestId }),
    };
    record({ type: 'log', ...of, text });
  }
  return { model, record, state, begin, end, log, restart: () => (sequence = 0) };
}

test('an invocation has its event, its log and its response', () => {
  const { model, begin, end, log } = start();
  begin('1', '{"name":"Ada"}');
  log('a\nb\n', '1');
  end('1');
  log('after\n', '1');
  expect(model.invocations).toMatchObject([
    {
      status: 'succeeded',
      event: { text: '{"name":"Ada"}' },
      log: ['a', 'b', 'after'],
      end: { response: { text: '{}' } },
    },
  ]);
  expect(model.lines.map(({ text }) => text)).toStrictEqual(['a', 'b', 'after']);
});

test('what this page has sent waits until it starts, whichever is known first', () => {
  const { model, begin } = start();
  const given = { function: 'orders', requestId: '1', source: 'page' };
  const first = model.expectInvocation(given, 5);
  expect(first.status).toBe('waiting');
  begin('1');
  expect(model.invocations).toStrictEqual([first]);
  expect(first.status).toBe('running');
  expect(model.expectInvocation(given, 9)).toBe(first);
});

test('an invocation that cannot start is lost, and says why', () => {
  const { model, record } = start();
  model.expectInvocation({ function: 'orders', requestId: '1', source: 'page' }, 0);
  record({ type: 'problem', message: 'no image', requestId: '1' });
  expect(model.invocations).toMatchObject([{ status: 'lost', message: 'no image' }]);
});

test('each attempt of an event is an invocation', () => {
  const { model, begin, end } = start();
  const error = { type: 'TypeError', message: 'no', stack: [] };
  for (let attempt = 0; attempt < 3; attempt++) {
    begin('1', '{"a":1}');
    end('1', error);
  }
  expect(model.invocations.map(({ status }) => status)).toStrictEqual([
    'failed',
    'failed',
    'failed',
  ]);
});

test('an execution environment has its phases, one after the other', () => {
  const { model, state, begin } = start();
  for (const each of ['init', 'idle', 'frozen', 'invoke'] as const) state(each);
  begin('1');
  state('removed');
  const [environment] = model.environments;
  expect(environment!.phases.map((phase) => [phase.state, phase.from, phase.to])).toStrictEqual([
    ['init', 1, 2],
    ['idle', 2, 3],
    ['frozen', 3, 4],
    ['invoke', 4, 6],
  ]);
  expect(environment!.phases.at(-1)!.invocation).toBe(model.invocations[0]);
});

test('a failed build is told until the next succeeds', () => {
  const { model, record } = start();
  const files = ['app.py'];
  record({ type: 'build-started', files });
  record({ type: 'build-failed', files, message: 'SyntaxError' });
  expect(model.notice).toBe('SyntaxError');
  record({ type: 'build-started', files });
  record({ type: 'build-ended', files, isUpdated: true, durationMs: 1 });
  expect(model.notice).toBeUndefined();
  expect(model.builds.map(({ outcome }) => outcome)).toStrictEqual(['failed', 'updated']);
});

test('an entry that comes twice counts once', () => {
  const { model, record } = start();
  model.apply(record({ type: 'log', function: 'orders', environment: 1, text: 'once\n' }));
  expect(model.lines).toHaveLength(1);
});

test('a new run keeps what was, and ends what was open', () => {
  const { model, state, begin, end, restart } = start();
  state('invoke');
  begin('1');
  end('1');
  begin('2');
  model.begin('another run');
  restart();
  state('init');
  expect(model.invocations.map(({ status }) => status)).toStrictEqual(['succeeded', 'lost']);
  expect(model.environments.map(({ phases }) => phases.map(({ to }) => to))).toStrictEqual([
    [4],
    [undefined],
  ]);
});

test('it keeps its size, whatever happens', () => {
  const { model, begin, end, log, state } = start();
  for (let count = 0; count < 3 * most.invocations; count++) {
    begin(String(count));
    end(String(count));
  }
  expect(model.invocations).toHaveLength(most.invocations);
  expect(model.invocations.at(-1)!.requestId).toBe(String(3 * most.invocations - 1));

  for (let count = 0; count < 20; count++) begin(`large ${count}`, 'x'.repeat(6 * 1024 * 1024));
  const size = model.invocations.reduce(
    (sum, { event }) => sum + (event !== undefined && 'text' in event ? event.text.length : 0),
    0,
  );
  expect(size).toBeLessThanOrEqual(most.bodies);
  expect(model.invocations.at(-1)!.requestId).toBe('large 19');

  for (let count = 0; count < 3 * most.lines; count++) log(`line ${count}\n`, 'large 19');
  expect(model.lines.length).toBeLessThanOrEqual(most.lines);
  expect(model.lines.length + model.droppedLines).toBe(3 * most.lines);
  expect(model.lines.at(-1)!.text).toBe(`line ${3 * most.lines - 1}`);
  expect(model.invocations.at(-1)!.log.length).toBeLessThanOrEqual(most.linesOfInvocation);

  for (let count = 0; count < most.phases; count++) {
    state('invoke', count % 300);
    state('frozen', count % 300);
  }
  expect(model.environments.length).toBeLessThanOrEqual(most.environments);
  const phases = model.environments.reduce((sum, each) => sum + each.phases.length, 0);
  expect(phases).toBeLessThanOrEqual(most.phases);
});
