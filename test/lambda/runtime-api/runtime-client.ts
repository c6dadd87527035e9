import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** What a call got. */
export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A runtime under script: each call on a connection that is kept, with nothing added to it. */
export interface RuntimeClient {
  next(): Promise<Answer & { id: string; invocationId: string }>;
  respond(id: string, body?: string | Buffer, headers?: Record<string, string>): Promise<Answer>;
  fail(id: string, body?: string, headers?: Record<string, string>): Promise<Answer>;
  initError(body?: string, headers?: Record<string, string>): Promise<Answer>;
  call(
    method: string,
    path: string,
    body?: string | Buffer,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** A request whose body the test writes; `answered` has the answer to it. */
  open(path: string, headers: Record<string, string>): Opened;
  [Symbol.dispose](): void;
}

export interface Opened {
  body: ClientRequest;
  answered: Promise<Answer>;
}

export const runtimePath = '/2018-06-01/runtime';

export function runtimeClient(address: string): RuntimeClient {
  const agent = new Agent({ keepAlive: true });
  const [host, port] = address.split(':');
  function open(method: string, path: string, headers: Record<string, string>): Opened {
    const body = request({ host, port, agent, method, path, headers, maxHeaderSize: 65_536 });
    const answered = once(body, 'response').then(async ([response]: IncomingMessage[]) => ({
      status: response!.statusCode!,
      headers: response!.headers,
      body: await text(response!),
    }));
    // Whoever does not wait for it must not fail by it.
    answered.catch(() => {});
    body.on('error', () => {});
    return { body, answered };
  }
  const call: RuntimeClient['call'] = (method, path, body, headers = {}) => {
    const opened = open(method, path, headers);
    opened.body.end(body);
    return opened.answered;
  };
  function post(path: string, body = '""' as string | Buffer, headers = {}) {
    return call('POST', `${runtimePath}${path}`, body, headers);
  }
  return {
    async next() {
      const answer = await call('GET', `${runtimePath}/invocation/next`);
      const id = String(answer.headers['lambda-runtime-aws-request-id']);
      return {
        ...answer,
        id,
        invocationId: String(answer.headers['lambda-runtime-invocation-id']),
      };
    },
    respond: (id, body, headers) => post(`/invocation/${id}/response`, body, headers),
    fail: (id, body, headers) => post(`/invocation/${id}/error`, body, headers),
    initError: (body, headers) => post('/init/error', body, headers),
    call,
    open: (path, headers) => open('POST', `${runtimePath}${path}`, headers),
    [Symbol.dispose]: () => agent.destroy(),
  };
}
