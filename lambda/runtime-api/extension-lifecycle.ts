/**
 * The calls that a registered extension may make in each state. States, messages and error types are those of
 * internal/lambda/core/{external,internal}agent_states.go in AWS's Runtime Interface Emulator.
 */
const transitions = {
  Registered: { next: 'Ready', initError: 'InitError', exitError: 'ExitError' },
  /** Waiting for an event. */
  Ready: { deliver: 'Running', exitError: 'ExitError' },
  Running: { next: 'Ready', exitError: 'ExitError' },
  /** Has to exit; only its first error report counts. */
  InitError: { initError: 'InitError' },
  ExitError: { exitError: 'ExitError' },
} as const satisfies Record<string, Partial<Record<ExtensionEvent, string>>>;

export type ExtensionState = keyof typeof transitions;

/** The calls of an extension, and the delivery of an event. */
export type ExtensionEvent = ExtensionCall | 'deliver';

export type ExtensionCall = 'next' | 'initError' | 'exitError';

/** The state after an event; undefined if the event is not allowed. */
export function extensionAfter(
  state: ExtensionState,
  event: ExtensionEvent,
): ExtensionState | undefined {
  return (transitions[state] as Partial<Record<ExtensionEvent, ExtensionState>>)[event];
}

/** The target state of each call, as the emulator's messages name it. */
const targets = { next: 'Ready', initError: 'InitError', exitError: 'Exited' };

/** The message of the 403 for a call that the state does not allow. */
export function refusedExtensionTransition(
  state: ExtensionState,
  call: ExtensionCall,
  id: string,
): string {
  return (
    `State transition from ${state} to ${targets[call]} failed for extension ${id}. ` +
    'Error: State transition is not allowed'
  );
}
