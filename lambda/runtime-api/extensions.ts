import { randomUUID } from 'node:crypto';

import {
  type ExtensionCall,
  extensionAfter,
  type ExtensionState,
  refusedExtensionTransition,
} from './extension-lifecycle.ts';
import type { Invocation } from './invocation.ts';
import type { Refusal } from './refusals.ts';

/** Why an execution environment is shut down: no longer needed, a time-out, or a crash. */
export type ShutdownReason = 'spindown' | 'timeout' | 'failure';

/** What `register` returns about the function. */
export interface FunctionFacts {
  functionName: string;
  functionVersion: string;
  handler: string;
}

type EventType = 'INVOKE' | 'SHUTDOWN';

/** The error that an extension reported before its process exited. */
export type ExtensionErrorType = 'Extension.InitError' | 'Extension.ExitError';

interface Extension {
  id: string;
  name: string;
  state: ExtensionState;
  events: Set<EventType>;
  pending: string[];
  /** Completes the pending `next` call. */
  deliver: ((event: string) => void) | undefined;
}

export type Extensions = ReturnType<typeof createExtensions>;

const maxExtensions = 10;

/** From the signal to the kill, in ms (Lambda's guide, "Shutdown phase"). */
const shutdownMs = { none: 0, internal: 500, external: 2000 };

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function forbidden(errorType: string, errorMessage: string): Refusal {
  return {
    status: 403,
    errorType,
    errorMessage,
  };
}

/**
 * The extensions that have registered for events of the execution environment. External extensions are separate
 * processes, identified by their file names in /opt/extensions; only they may register for SHUTDOWN.
 */
export function createExtensions(externalNames: readonly string[], functionArn: string) {
  const registered = new Map<string, Extension>();
  let firstError: ExtensionErrorType | undefined;

  function flush(extension: Extension): void {
    const { deliver, pending } = extension;
    const state = extensionAfter(extension.state, 'deliver');
    if (deliver === undefined || pending.length === 0 || state === undefined) return;
    extension.deliver = undefined;
    extension.state = state;
    deliver(pending.shift()!);
  }

  function send(extension: Extension, event: object): void {
    extension.pending.push(JSON.stringify(event));
    flush(extension);
  }

  function find(id: string | undefined, unknown: string): Extension | Refusal {
    if (id === undefined) {
      const message = 'Missing Lambda-Extension-Identifier header';
      return forbidden('Extension.MissingExtensionIdentifier', message);
    }
    if (!uuid.test(id)) {
      const message = 'Invalid Lambda-Extension-Identifier';
      return forbidden('Extension.InvalidExtensionIdentifier', message);
    }
    return registered.get(id) ?? forbidden('Extension.UnknownExtensionIdentifier', unknown);
  }

  function move(extension: Extension, call: ExtensionCall): Refusal | undefined {
    const state = extensionAfter(extension.state, call);
    if (state === undefined) {
      const message = refusedExtensionTransition(extension.state, call, extension.id);
      return forbidden('Extension.InvalidExtensionState', message);
    }
    extension.state = state;
    return undefined;
  }

  function sendAll(type: EventType, event: object): void {
    for (const extension of registered.values()) {
      if (extension.events.has(type)) send(extension, { eventType: type, ...event });
    }
  }

  return {
    /**
     * Returns the identifier for all further calls. External extensions are known in advance, and Lambda waits for
     * them; internal ones may register until the runtime first calls `next`.
     */
    register(name: string | undefined, body: Buffer, isOpen: boolean): string | Refusal {
      if (name === undefined) {
        return forbidden('Extension.InvalidExtensionName', 'Empty extension name');
      }
      const events = parseEvents(body);
      if (events === undefined) {
        return forbidden('InvalidRequestFormat', 'Expected {"events": ["INVOKE", "SHUTDOWN"]}');
      }
      const isExternal = externalNames.includes(name);
      const allowed = isExternal ? ['INVOKE', 'SHUTDOWN'] : ['INVOKE'];
      const wrong = events.find((event) => !allowed.includes(event));
      if (wrong !== undefined) {
        return forbidden('Extension.InvalidEventType', `${wrong}: event not supported`);
      }
      if (!isOpen && !isExternal) {
        const message = 'Extension registration closed already';
        return forbidden('Extension.RegistrationClosed', message);
      }
      if ([...registered.values()].some((other) => other.name === name)) {
        const message = 'Extension with this name already registered';
        return forbidden('Extension.InvalidExtensionState', message);
      }
      if (registered.size >= maxExtensions) {
        const message = `Extension limit (${maxExtensions}) reached`;
        return forbidden('Extension.TooManyExtensions', message);
      }
      const id = randomUUID();
      registered.set(id, {
        id,
        name,
        state: 'Registered',
        events: new Set(events as EventType[]),
        pending: [],
        deliver: undefined,
      });
      return id;
    },

    /** Waits for an event: `deliver` is called once, possibly immediately. */
    next(id: string | undefined, deliver: (event: string) => void): Refusal | undefined {
      const extension = find(id, `Unknown extension ${id}`);
      if ('status' in extension) return extension;
      const refusal = move(extension, 'next');
      if (refusal !== undefined) return refusal;
      extension.deliver = deliver;
      flush(extension);
      return undefined;
    },

    /** For a call whose connection has been closed: the next event goes to the next call. */
    withdraw(id: string | undefined, deliver: (event: string) => void): void {
      const extension = id === undefined ? undefined : registered.get(id);
      if (extension?.deliver !== deliver) return;
      extension.deliver = undefined;
      if (extension.state === 'Ready') extension.state = 'Running';
    },

    /** An extension reports an error and has to exit. `type` is its own error type, which Lambda only logs. */
    report(
      call: 'initError' | 'exitError',
      id: string | undefined,
      type: string | undefined,
    ): Refusal | undefined {
      const extension = find(id, 'Unknown Lambda-Extension-Identifier');
      if ('status' in extension) return extension;
      if (type === undefined) {
        const message = 'Lambda-Extension-Function-Error-Type not found';
        return forbidden('Extension.MissingHeader', message);
      }
      const refusal = move(extension, call);
      if (refusal !== undefined) return refusal;
      firstError ??= call === 'initError' ? 'Extension.InitError' : 'Extension.ExitError';
      return undefined;
    },

    invoked({ requestId, deadlineEpochMs, options }: Invocation): void {
      const tracing = { type: 'X-Amzn-Trace-Id', value: options.traceId ?? '' };
      const invokedFunctionArn = options.functionArn ?? functionArn;
      sendAll('INVOKE', { deadlineMs: deadlineEpochMs, requestId, invokedFunctionArn, tracing });
    },

    /** Sends SHUTDOWN; returns the time from SIGTERM to SIGKILL, in ms. */
    shutDown(shutdownReason: ShutdownReason): number {
      const names = [...registered.values()].map(({ name }) => name);
      const hasExternal = names.some((name) => externalNames.includes(name));
      const kind = hasExternal ? 'external' : names.length > 0 ? 'internal' : 'none';
      sendAll('SHUTDOWN', { shutdownReason, deadlineMs: Date.now() + shutdownMs[kind] });
      return shutdownMs[kind];
    },

    /** All processes have exited. Returns the error that an extension reported before, if any. */
    exited(): ExtensionErrorType | undefined {
      const error = firstError;
      firstError = undefined;
      registered.clear();
      return error;
    },
  };
}

/** undefined for anything but `{"events": […]}`. */
function parseEvents(body: Buffer): string[] | undefined {
  try {
    const { events = [] } = JSON.parse(body.toString()) as { events?: unknown };
    const isList = Array.isArray(events) && events.every((event) => typeof event === 'string');
    return isList ? events : undefined;
  } catch {
    return undefined;
  }
}
