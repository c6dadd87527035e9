import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What a connection to the source gets, and how it ends. */
export type Answer = (socket: Socket) => void | Promise<void>;

/** A TCP server that a test speaks for: one answer for each connection, in their order. */
export interface SourceServer {
  port: number;
  answers: Answer[];
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startSourceServer(host: string): Promise<SourceServer> {
  const answers: Answer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    void answers.shift()?.(socket);
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    answers,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
