import { describe, expect, test } from 'vitest';

import {
  after,
  type LifecycleEvent,
  lifecycleStates,
  type LifecycleState,
  refusedTransition,
} from '../../../lambda/runtime-api/lifecycle.ts';
import { pick, seededRandom } from '../random.ts';

const events: LifecycleEvent[] = [
  'next',
  'deliver',
  'response',
  'error',
  'initError',
  'sent',
  'timeout',
  'exit',
];

// One row a state, one column an event, in the order of `events`; - is refused.
const table: Record<LifecycleState, string> = {
  Started: 'Ready - - - InitError - - Started',
  InitError: '- - - - - - - Started',
  Ready: 'Ready Running - - - - - Started',
  Running: 'Running - InvocationResponse InvocationErrorResponse - - Started Started',
  InvocationResponse: '- - - - - ResponseSent Started Started',
  InvocationErrorResponse: '- - - - - ResponseSent Started Started',
  ResponseSent: 'Ready - - - - - - Started',
};

test.each(lifecycleStates.flatMap((state) => events.map((event) => [state, event] as const)))(
  '%s, %s',
  (state, event) => {
    const expected = table[state].split(' ')[events.indexOf(event)];
    expect(after(state, event) ?? '-').toBe(expected);
  },
);

test('a refusal is worded as Lambda words it', () => {
  expect(refusedTransition('ResponseSent', 'error')).toBe(
    'State transition from RuntimeResponseSentState to InvocationErrorResponse failed for runtime. Error: State transition is not allowed',
  );
});

describe('in any order of events', () => {
  test.each(Array.from({ length: 50 }, (_, seed) => [seed]))('seed %i', (seed) => {
    const random = seededRandom(seed);
    let state: LifecycleState = 'Started';
    let replies = 0;
    let deliveries = 0;
    for (let step = 0; step < 500; step += 1) {
      const event = pick(random, events);
      const following: LifecycleState | undefined = after(state, event);
      if (following === undefined) continue;
      if (event === 'deliver') deliveries += 1;
      if (event === 'response' || event === 'error') replies += 1;
      // A missing reply does not allow a second one later.
      if (event === 'timeout' || event === 'exit') replies = deliveries;
      // There is at most one reply for each delivered event.
      expect(replies).toBeLessThanOrEqual(deliveries);
      state = following;
    }
    // There is always a way on: a runtime that is restarted can poll.
    expect(after(after(state, 'exit')!, 'next')).toBe('Ready');
  });
});
