/**
 * The calls that a runtime may make in each state: from its start to `next`, an event, the reply, and `next` again.
 * With concurrent invocations, each has its own state from `Running` on.
 *
 * States and refusals are those of internal/lambda/core/states.go in AWS's Runtime Interface Emulator,
 * which shares its core with Lambda. Calls that are not in the table are refused.
 */
export const transitions = {
  /** The process has been started and has made no call. */
  Started: { next: 'Ready', initError: 'InitError', exit: 'Started' },
  /** Has reported an init error and has to exit. */
  InitError: { exit: 'Started' },
  /** Waiting for an event. */
  Ready: { next: 'Ready', deliver: 'Running', exit: 'Started' },
  /** Has an event. A repeated `next` gets the same event, because the first delivery may have been cut off. */
  Running: {
    next: 'Running',
    response: 'InvocationResponse',
    error: 'InvocationErrorResponse',
    timeout: 'Started',
    exit: 'Started',
  },
  /** Sending its response, buffered or streamed. */
  InvocationResponse: { sent: 'ResponseSent', timeout: 'Started', exit: 'Started' },
  /** Sending an error report. */
  InvocationErrorResponse: { sent: 'ResponseSent', timeout: 'Started', exit: 'Started' },
  /** The result is complete; the runtime has not called `next` again. */
  ResponseSent: { next: 'Ready', exit: 'Started' },
} as const satisfies Record<string, Partial<Record<LifecycleEvent, string>>>;

export type LifecycleState = keyof typeof transitions;

/** The calls of the runtime, and the events outside its control. */
export type LifecycleEvent = RuntimeCall | 'deliver' | 'sent' | 'timeout' | 'exit';

/** The calls of the runtime, which may be refused. */
export type RuntimeCall = 'next' | 'response' | 'error' | 'initError';

/** The state after an event; undefined if the event is not allowed. */
export function after(state: LifecycleState, event: LifecycleEvent): LifecycleState | undefined {
  return (transitions[state] as Partial<Record<LifecycleEvent, LifecycleState>>)[event];
}

export const lifecycleStates = Object.keys(transitions) as LifecycleState[];

/** The target state of each call. */
const targets: Readonly<Record<RuntimeCall, LifecycleState>> = {
  next: 'Ready',
  response: 'InvocationResponse',
  error: 'InvocationErrorResponse',
  initError: 'InitError',
};

/** The message of the 403 for a call that the state does not allow. */
export function refusedTransition(state: LifecycleState, call: RuntimeCall): string {
  return (
    `State transition from ${nameOf(state)} to ${nameOf(targets[call])} failed for runtime. ` +
    'Error: State transition is not allowed'
  );
}

/** The state names of the emulator are not uniform (core/statenames.go). */
function nameOf(state: LifecycleState): string {
  return state === 'ResponseSent' ? 'RuntimeResponseSentState' : state;
}
