import type { JournalEntry } from '../cli/dev/journal.ts';
import type {
  Accepted,
  EventNames,
  FailedEvent,
  Hello,
  Refused,
} from '../cli/dev/page/protocol.ts';
import { createStreamParser } from './server-sent-events.ts';

/** The server that this page is from. */
export interface Server {
  follow(follower: Follower): void;
  names(functionName: string): Promise<EventNames>;
  event(functionName: string, kind: 'events' | 'samples', name: string): Promise<string>;
  /** False if there is one that would be replaced. */
  save(functionName: string, name: string, text: string, isReplaced: boolean): Promise<boolean>;
  /** The response that `make test` expects. */
  saveExpected(functionName: string, name: string, text: string): Promise<void>;
  invoke(functionName: string, event: string, type: InvocationType): Promise<Accepted>;
  failed(): Promise<readonly FailedEvent[]>;
  sendAgain(id: string): Promise<void>;
}

export type InvocationType = 'RequestResponse' | 'Event';

export interface Follower {
  readonly onHello: (hello: Hello) => void;
  readonly onEntry: (entry: JournalEntry) => void;
  /** `refused`: with this token, there is no use in trying again soon. */
  readonly onState: (state: ConnectionState) => void;
}

export type ConnectionState = 'connected' | 'lost' | 'refused';

const api = '/_lambda-container/api/';

/** The server sends something every 15 seconds. */
const silenceMs = 40_000;
const longestRetryMs = 3000;

export function createServer(token: () => string): Server {
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...(init.headers as object), Authorization: `Bearer ${token()}` };
    return fetch(`${api}${path}`, { ...init, headers, cache: 'no-store' });
  }

  async function expectOk(response: Response): Promise<Response> {
    if (response.ok) return response;
    const text = await response.text();
    throw new Error(messageIn(text) ?? `The server has responded with status ${response.status}.`);
  }

  async function json<Value>(path: string, init?: RequestInit): Promise<Value> {
    return (await (await expectOk(await ask(path, init))).json()) as Value;
  }

  let lastId = '';

  /** Until the connection ends. */
  async function readStream({ onHello, onEntry, onState }: Follower): Promise<void> {
    const given = new AbortController();
    let timer = setTimeout(() => given.abort(), silenceMs);
    try {
      const response = await ask('stream', {
        headers: lastId === '' ? {} : { 'Last-Event-ID': lastId },
        signal: given.signal,
      });
      if (!response.ok || response.body === null) {
        onState(response.status === 401 ? 'refused' : 'lost');
        return;
      }
      onState('connected');
      const parse = createStreamParser(({ type, data, id }) => {
        if (type === 'hello') {
          onHello(JSON.parse(data) as Hello);
        } else {
          lastId = id;
          onEntry(JSON.parse(data) as JournalEntry);
        }
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        clearTimeout(timer);
        if (done) break;
        timer = setTimeout(() => given.abort(), silenceMs);
        parse(value);
      }
      onState('lost');
    } finally {
      clearTimeout(timer);
    }
  }

  async function followForever(follower: Follower): Promise<void> {
    for (let waitMs = 250; ; waitMs = Math.min(waitMs * 2, longestRetryMs)) {
      try {
        await readStream({
          ...follower,
          onState(state) {
            if (state === 'connected') waitMs = 250;
            follower.onState(state);
          },
        });
      } catch {
        follower.onState('lost');
      }
      await new Promise((resolve) => {
        setTimeout(resolve, waitMs);
        addEventListener('hashchange', resolve, { once: true });
      });
    }
  }

  function eventPath(...names: string[]): string {
    return names.map(encodeURIComponent).join('/');
  }

  return {
    follow: (follower) => void followForever(follower),
    names: (functionName) => json<EventNames>(eventPath('events', functionName)),
    async event(functionName, kind, name) {
      const response = await ask(eventPath(kind, functionName, name));
      return (await expectOk(response)).text();
    },
    async save(functionName, name, text, isReplaced) {
      const response = await ask(eventPath('events', functionName, name), {
        method: 'PUT',
        body: text,
        headers: isReplaced ? {} : { 'If-None-Match': '*' },
      });
      if (response.status === 409 && !isReplaced) return false;
      await expectOk(response);
      return true;
    },
    async saveExpected(functionName, name, text) {
      const path = `${eventPath('events', functionName, name)}/expected`;
      await expectOk(await ask(path, { method: 'PUT', body: text }));
    },
    invoke: (functionName, event, type) =>
      json<Accepted>(`${eventPath('invocations', functionName)}?type=${type}`, {
        method: 'POST',
        body: event,
      }),
    failed: () => json<readonly FailedEvent[]>('failed'),
    async sendAgain(id) {
      await expectOk(await ask(`${eventPath('failed', id)}/send`, { method: 'POST' }));
    },
  };
}

function messageIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as Refused).message;
  } catch {
    return undefined;
  }
}
