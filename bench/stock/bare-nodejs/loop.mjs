// Takes events and answers them: nothing else. No errors, no context.
import { connect } from 'node:net';

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const socket = connect({ host, port: Number(port), noDelay: true });

const next = () => socket.write(`GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: ${host}\r\n\r\n`);

let chunks = [];
let head;
let missing = 0;
socket.on('data', (chunk) => {
  chunks.push(chunk);
  if (head === undefined) {
    const received = Buffer.concat(chunks);
    const end = received.indexOf('\r\n\r\n');
    if (end === -1) return;
    head = received.toString('latin1', 0, end);
    missing = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0) + end + 4 - received.length;
    chunks = [received.subarray(end + 4)];
  } else {
    missing -= chunk.length;
  }
  if (missing > 0) return;
  const id = /^lambda-runtime-aws-request-id: (.+)/im.exec(head)?.[1];
  const body = Buffer.concat(chunks);
  head = undefined;
  chunks = [];
  if (id === undefined) {
    next();
    return;
  }
  const { name } = JSON.parse(body.toString());
  const response = Buffer.from(JSON.stringify({ message: `Hello, ${name}!` }));
  socket.write(
    `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${response.length}\r\n\r\n`,
  );
  socket.write(response);
});
next();
