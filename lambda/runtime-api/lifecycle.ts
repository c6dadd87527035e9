/**
 * What a runtime may do, and when: from its start to `next`, to an event, to the answer, to `next`.
 * Where invocations run at once, each has a lifecycle of its own from `Running` on.
 *
 * States and refusals are those of internal/lambda/core/states.go in AWS's Runtime Interface Emulator,
 * whose core is Lambda's. What is not in the table is refused.
 */
export const transitions = {
  /** The process has been started and has not called yet. */
  Started: { next: 'Ready', initError: 'InitError', exit: 'Started' },
  /** It has reported that it cannot start; it is to exit. */
  InitError: { exit: 'Started' },
  /** It waits for an event. */
  Ready: { next: 'Ready', deliver: 'Running', exit: 'Started' },
  /** It has an event. Whoever asks again gets the same event: the first answer may have been cut. */
  Running: {
    next: 'Running',
    response: 'InvocationResponse',
    error: 'InvocationErrorResponse',
    timeout: 'Started',
    exit: 'Started',
  },
  /** Its response is on the way, in one piece or as a stream. */
  InvocationResponse: { sent: 'ResponseSent', timeout: 'Started', exit: 'Started' },
  /** Its report of an error is on the way. */
  InvocationErrorResponse: { sent: 'ResponseSent', timeout: 'Started', exit: 'Started' },
  /** The caller has its answer; the runtime has not asked for more. */
  ResponseSent: { next: 'Ready', exit: 'Started' },
} as const satisfies Record<string, Partial<Record<LifecycleEvent, string>>>;

export type LifecycleState = keyof typeof transitions;

/** The calls of the runtime, and what happens to it. */
export type LifecycleEvent = RuntimeCall | 'deliver' | 'sent' | 'timeout' | 'exit';

/** What the runtime asks for, and may be refused. */
export type RuntimeCall = 'next' | 'response' | 'error' | 'initError';

/** The state after an event; undefined if the event is not allowed. */
export function after(state: LifecycleState, event: LifecycleEvent): LifecycleState | undefined {
  return (transitions[state] as Partial<Record<LifecycleEvent, LifecycleState>>)[event];
}

export const lifecycleStates = Object.keys(transitions) as LifecycleState[];

/** What each call tries to reach. */
const targets: Readonly<Record<RuntimeCall, LifecycleState>> = {
  next: 'Ready',
  response: 'InvocationResponse',
  error: 'InvocationErrorResponse',
  initError: 'InitError',
};

/** The message of the status 403 that a call gets which is not allowed in a state. */
export function refusedTransition(state: LifecycleState, call: RuntimeCall): string {
  return (
    `State transition from ${nameOf(state)} to ${nameOf(targets[call])} failed for runtime. ` +
    'Error: State transition is not allowed'
  );
}

/** Lambda's names are not all of one form (core/statenames.go). */
function nameOf(state: LifecycleState): string {
  return state === 'ResponseSent' ? 'RuntimeResponseSentState' : state;
}
