import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Sends back what it gets, on connections that can be closed. */
export interface EchoServer {
  port: number;
  disconnect(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startEchoServer(host: string): Promise<EchoServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('data', (data) => socket.write(data));
  });
  server.listen(0, host);
  await once(server, 'listening');
  function disconnect(): void {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  }
  return {
    port: (server.address() as AddressInfo).port,
    disconnect,
    async [Symbol.asyncDispose]() {
      disconnect();
      server.close();
      await once(server, 'close');
    },
  };
}
