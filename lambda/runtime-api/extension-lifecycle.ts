/**
 * What a registered extension may do, and when. States, words and error types are those of
 * internal/lambda/core/{external,internal}agent_states.go in AWS's Runtime Interface Emulator.
 */
const transitions = {
  Registered: { next: 'Ready', initError: 'InitError', exitError: 'ExitError' },
  /** It waits for an event. */
  Ready: { deliver: 'Running', exitError: 'ExitError' },
  Running: { next: 'Ready', exitError: 'ExitError' },
  /** It is to exit; only its first report counts. */
  InitError: { initError: 'InitError' },
  ExitError: { exitError: 'ExitError' },
} as const satisfies Record<string, Partial<Record<ExtensionEvent, string>>>;

export type ExtensionState = keyof typeof transitions;

/** The calls of an extension, and what happens to it. */
export type ExtensionEvent = ExtensionCall | 'deliver';

export type ExtensionCall = 'next' | 'initError' | 'exitError';

/** The state after an event; undefined if the event is not allowed. */
export function extensionAfter(
  state: ExtensionState,
  event: ExtensionEvent,
): ExtensionState | undefined {
  return (transitions[state] as Partial<Record<ExtensionEvent, ExtensionState>>)[event];
}

/** What each call tries to reach, in the emulator's words. */
const targets = { next: 'Ready', initError: 'InitError', exitError: 'Exited' };

/** The message of the status 403 that a call gets which is not allowed in a state. */
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
