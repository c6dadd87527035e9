/**
 * A runtime that responds to each event with the event, on as many connections as it is told. On node:net with
 * the least of HTTP: what is measured is the server.
 *
 *     node bench/runtime-api/echo.ts host:port connections
 */
import { connect } from 'node:net';

const [address, connections] = process.argv.slice(2);
const [host, port] = address!.split(':');
const base = '/2018-06-01/runtime/invocation';
const next = `GET ${base}/next HTTP/1.1\r\nHost: x\r\n\r\n`;

function run() {
  const socket = connect({ host: host!, port: Number(port), noDelay: true });
  let received = '';
  socket.setEncoding('latin1');
  socket.on('error', () => {});
  socket.on('close', () => process.exit());
  socket.on('data', (data: string) => {
    received += data;
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = received.slice(0, end);
    const bytes = Number(/^content-length: (\d+)/im.exec(head)![1]);
    if (received.length < end + 4 + bytes) return;
    const body = received.slice(end + 4, end + 4 + bytes);
    received = '';
    const id = /^lambda-runtime-aws-request-id: (.+)/im.exec(head)?.[1];
    if (id === undefined) socket.write(next);
    else
      socket.write(
        `POST ${base}/${id}/response HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes}\r\n\r\n${body}`,
      );
  });
  socket.write(next);
}

for (let each = 0; each < Number(connections); each += 1) run();
