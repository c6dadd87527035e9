import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Runtime API that never has an event, and remembers who asked first. */
export interface Recorder {
  /** host:port, as in AWS_LAMBDA_RUNTIME_API. */
  address: string;
  /** Method and path of the first request. */
  firstRequest: Promise<string>;
  /** Answers the waiting request with status 500: to a runtime that means to exit. */
  answerWithError(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startRecorder(): Promise<Recorder> {
  const server = createServer();
  const firstRequest = once(server, 'request');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  let answer: () => void = () => {};
  server.on('request', (_request, response) => {
    answer = () => response.writeHead(500).end();
  });

  return {
    address: `127.0.0.1:${port}`,
    firstRequest: firstRequest.then(([request]) => `${request.method} ${request.url}`),
    answerWithError: () => answer(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
