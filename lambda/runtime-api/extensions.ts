import { randomUUID } from 'node:crypto';

import type { Invocation } from './invocation.ts';
import type { Refusal } from './refusals.ts';

/** Why an execution environment ends: it is not needed any more, it was too slow, or it has crashed. */
export type ShutdownReason = 'spindown' | 'timeout' | 'failure';

/** What `register` is told of the function. */
export type FunctionFacts = { functionName: string; functionVersion: string; handler: string };

type EventType = 'INVOKE' | 'SHUTDOWN';

type Extension = {
  name: string;
  events: Set<EventType>;
  pending: string[];
  /** Answers the call that waits for an event. */
  deliver: ((event: string) => void) | undefined;
};

export type Extensions = ReturnType<typeof createExtensions>;

const maxExtensions = 10;

/** From the signal to the kill, in ms (Lambda's guide, "Shutdown phase"). */
const shutdownMs = { none: 0, internal: 500, external: 2000 };

const forbidden = (errorType: string, errorMessage: string): Refusal => ({
  status: 403,
  errorType,
  errorMessage,
});

/**
 * Who has registered for events of the execution environment. External extensions are processes of their
 * own, known by the names of their files in /opt/extensions; only they may ask for SHUTDOWN.
 */
export const createExtensions = (externalNames: readonly string[], functionArn: string) => {
  const registered = new Map<string, Extension>();

  const send = (extension: Extension, event: object): void => {
    const { deliver } = extension;
    extension.deliver = undefined;
    if (deliver === undefined) extension.pending.push(JSON.stringify(event));
    else deliver(JSON.stringify(event));
  };

  const sendAll = (type: EventType, event: object): void => {
    for (const extension of registered.values()) {
      if (extension.events.has(type)) send(extension, { eventType: type, ...event });
    }
  };

  return {
    /** The identifier that all further calls must name. */
    register(name: string | undefined, body: Buffer): string | Refusal {
      if (name === undefined) {
        return forbidden('Extension.InvalidExtensionName', 'Empty extension name');
      }
      const events = parseEvents(body);
      if (events === undefined) {
        return forbidden('InvalidRequestFormat', 'Expected {"events": ["INVOKE", "SHUTDOWN"]}');
      }
      const allowed = externalNames.includes(name) ? ['INVOKE', 'SHUTDOWN'] : ['INVOKE'];
      const wrong = events.find((event) => !allowed.includes(event));
      if (wrong !== undefined) {
        return forbidden('Extension.InvalidEventType', `${wrong}: event not supported`);
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
      const kinds = new Set(events as EventType[]);
      registered.set(id, { name, events: kinds, pending: [], deliver: undefined });
      return id;
    },

    /** Blocks until there is an event: `deliver` is called once, maybe at once. */
    next(id: string | undefined, deliver: (event: string) => void): Refusal | undefined {
      const extension = id === undefined ? undefined : registered.get(id);
      if (extension === undefined) {
        const message = `Unknown extension ${id ?? ''}`.trim();
        return forbidden('Extension.UnknownExtensionIdentifier', message);
      }
      const event = extension.pending.shift();
      if (event === undefined) extension.deliver = deliver;
      else deliver(event);
      return undefined;
    },

    /** For a call whose connection has ended: what comes is for the next call. */
    withdraw(id: string | undefined, deliver: (event: string) => void): void {
      const extension = id === undefined ? undefined : registered.get(id);
      if (extension?.deliver === deliver) extension.deliver = undefined;
    },

    invoked({ requestId, deadlineEpochMs, options }: Invocation): void {
      const tracing = { type: 'X-Amzn-Trace-Id', value: options.traceId ?? '' };
      const invokedFunctionArn = functionArn;
      sendAll('INVOKE', { deadlineMs: deadlineEpochMs, requestId, invokedFunctionArn, tracing });
    },

    /** Sends SHUTDOWN, and gives how long the processes have from SIGTERM to SIGKILL, in ms. */
    shutDown(shutdownReason: ShutdownReason): number {
      const names = [...registered.values()].map(({ name }) => name);
      const hasExternal = names.some((name) => externalNames.includes(name));
      const kind = hasExternal ? 'external' : names.length > 0 ? 'internal' : 'none';
      sendAll('SHUTDOWN', { shutdownReason, deadlineMs: Date.now() + shutdownMs[kind] });
      return shutdownMs[kind];
    },

    /** All processes have ended with the runtime's. */
    clear: (): void => registered.clear(),
  };
};

/** undefined for anything but `{"events": […]}`. */
const parseEvents = (body: Buffer): string[] | undefined => {
  try {
    const { events = [] } = JSON.parse(body.toString()) as { events?: unknown };
    const isList = Array.isArray(events) && events.every((event) => typeof event === 'string');
    return isList ? events : undefined;
  } catch {
    return undefined;
  }
};
