// A runtime that does what its events ask for, and a bad start if its environment asks for that.
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
function post(path, body, headers = {}) {
  return fetch(`${base}/${path}`, { method: 'POST', body: JSON.stringify(body), headers });
}
function stream(path, body) {
  const headers = { 'Lambda-Runtime-Function-Response-Mode': 'streaming' };
  return fetch(`${base}/${path}`, { method: 'POST', body, headers, duplex: 'half' });
}

let invocations = 0;

const commands = {
  describe: () => ({
    env: process.env,
    args: process.argv.slice(2),
    user: [process.getuid(), process.getgid()],
    capabilities: /^CapEff:\t(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1],
    limits: /^Max open files +(\d+) +(\d+)/m
      .exec(readFileSync('/proc/self/limits', 'utf8'))
      .slice(1),
  }),
  count: () => invocations,
  log: ({ out, err }) => {
    console.log(out);
    console.error(err);
  },
  say: ({ text }) => new Promise((resolve) => process.stderr.write(text, resolve)),
  // One line without an end.
  flood: async ({ mb }) => {
    const megabyte = 'x'.repeat(1024 * 1024);
    for (let count = 0; count < mb; count += 1) {
      await new Promise((resolve) => process.stdout.write(megabyte, resolve));
    }
  },
  stream: ({ mb, byte }) =>
    ReadableStream.from(
      (function* () {
        for (let count = 0; count < mb; count += 1) yield Buffer.alloc(1024 * 1024, byte);
      })(),
    ),
  connect: ({ host, port }) =>
    new Promise((resolve) => {
      connect(port, host)
        .on('connect', () => resolve('connected'))
        .on('error', ({ code }) => resolve(code));
    }),
  write: ({ path }) => writeFileSync(path, 'written'),
  sleep: ({ ms }) => sleep(ms),
  clock: () => Date.now(),
  exit: ({ status }) => process.exit(status),
  allocate: ({ mb }) => Buffer.alloc(mb * 1024 * 1024, 1).length,
};

process.on('SIGTERM', () => {
  console.log('terminating');
  process.exit(7);
});

const { START } = process.env;
if (START?.startsWith('say ')) console.error(START.slice(4));
else console.log('starting');
if (START === 'exit') process.exit(3);
if (START === 'report') {
  const headers = { 'Lambda-Runtime-Function-Error-Type': 'Runtime.NoLuck' };
  await post('init/error', { errorType: 'Runtime.NoLuck', errorMessage: 'no luck' }, headers);
  process.exit(1);
}
if (START?.startsWith('after ')) await sleep(Number(START.slice(6)));

for (;;) {
  const next = await fetch(`${base}/invocation/next`);
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const event = await next.json();
  invocations += 1;
  try {
    const response = (await commands[event.do](event)) ?? null;
    if (response instanceof ReadableStream) await stream(`invocation/${id}/response`, response);
    else await post(`invocation/${id}/response`, response);
  } catch (error) {
    await post(`invocation/${id}/error`, { errorType: error.code, errorMessage: error.message });
  }
}
