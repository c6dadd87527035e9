/** The function under test: does what the event says, and answers any other event with it. */
import type { Context } from 'aws-lambda';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const state = { incarnation: randomUUID(), invocations: 0, ticks: 0 };

await sleep(Number(process.env.INIT_MS ?? 0));
if (process.env.INIT_FAILS !== undefined) throw new Error('init failed');
setInterval(() => (state.ticks += 1), 10);
process.once('SIGTERM', () => {
  console.log('cleaned up');
  process.exit(0);
});

let socket: Socket | undefined;
let socketError: NodeJS.ErrnoException | undefined;

class CustomError extends Error {
  override name = 'CustomError';
}

/** What each action needs of it is there. */
interface Command {
  do: string;
  of: string;
  bytes: number;
  pauseMs: number;
  message: string;
  value: unknown;
  status: number;
  path: string;
  lines: number;
  text: string;
  level: 'debug' | 'info' | 'warning' | 'error';
  fails: boolean;
  count: number;
  as?: string;
  port: number;
  parts: string[];
  times?: number;
}

const actions: Record<string, (command: Command, context: Context) => unknown> = {
  length: ({ of }) => of.length,
  large: ({ bytes }) => 'x'.repeat(bytes),
  state() {
    state.invocations += 1;
    return state;
  },
  context: (_command, context) => ({
    requestId: context.awsRequestId,
    functionArn: context.invokedFunctionArn,
    // The client has these two, and @types/aws-lambda does not.
    traceId: 'xRayTraceId' in context ? context.xRayTraceId : undefined,
    tenantId: 'tenantId' in context ? context.tenantId : undefined,
    traceVariable: process.env._X_AMZN_TRACE_ID,
    clientContext: context.clientContext,
    identity: context.identity,
    functionName: context.functionName,
    functionVersion: context.functionVersion,
    memoryMb: Number(context.memoryLimitInMB),
    logGroupName: context.logGroupName,
    logStreamName: context.logStreamName,
  }),
  async remaining({ pauseMs }, context) {
    const started = Date.now();
    process.stdout.write('waiting\n');
    await sleep(pauseMs);
    const before = Date.now();
    return { started, before, remaining: context.getRemainingTimeInMillis(), after: Date.now() };
  },
  raise({ message }) {
    throw new Error(message);
  },
  'raise-custom'() {
    throw new CustomError('of its own');
  },
  throw({ value }) {
    throw value;
  },
  halt: ({ status }) => process.exit(status),
  unencodable: () => 1n,
  write({ path }) {
    writeFileSync(path, 'written');
    return readFileSync(path, 'utf8');
  },
  print({ lines, text }) {
    for (let n = 1; n <= lines; n += 1) {
      process.stdout.write(`out ${n} ${text}\n`);
      process.stderr.write(`err ${n} ${text}\n`);
    }
    return lines;
  },
  log: ({ level, message }) => console[level === 'warning' ? 'warn' : level](message),
  resources: () => ({
    residentKb: Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]),
    descriptors: readdirSync('/proc/self/fd').length,
    processes: readdirSync('/proc').filter((name) => Number(name) > 0).length,
  }),
  // What goes on in the background waits for "release".
  background({ fails }) {
    void (async () => {
      await untilFiles('release', 1);
      if (!fails) console.warn('background');
      writeFileSync('/tmp/released', '');
      if (fails) throw new Error('background');
    })();
    return 'started';
  },
  async release({ pauseMs }) {
    writeFileSync('/tmp/release', '');
    await untilFiles('released', 1);
    await sleep(pauseMs);
    return 'released';
  },
  // Returns when all parts are at work at once.
  async parallel({ count }) {
    const parts = Array.from({ length: count }, async (_, index) => {
      writeFileSync(`/tmp/part-${index + 1}`, '');
      await untilFiles('part-', count);
      return index + 1;
    });
    return Promise.all(parts);
  },
  // To a port of the machine where the Runtime API is.
  async connect({ port }) {
    const [host] = process.env.AWS_LAMBDA_RUNTIME_API!.split(':');
    socket = connect(port, host);
    socket.on('error', (error) => (socketError = error));
    await once(socket, 'connect');
  },
  async echo({ text }) {
    const echoed = new Promise((resolve) => {
      socket!.once('data', (data: Buffer) => resolve(data.toString()));
      socket!.once('close', () => resolve(`error: ${socketError?.code ?? 'closed'}`));
    });
    if (socket!.closed) return `error: ${socketError?.code ?? 'closed'}`;
    socket!.write(text);
    return echoed;
  },
  // Returns when as many invocations are here at once.
  async meet({ count, as }, { awsRequestId }) {
    const name = as ?? awsRequestId;
    writeFileSync(`/tmp/meet-${name}`, '');
    await untilFiles('meet-', count);
    return name;
  },
};

async function untilFiles(prefix: string, count: number): Promise<void> {
  function here(): number {
    return readdirSync('/tmp').filter((name) => name.startsWith(prefix)).length;
  }
  while (here() < count) await sleep(5);
}

export async function handler(event: Command | null, context: Context): Promise<unknown> {
  const isAction = event !== null && Object.hasOwn(event, 'do');
  return isAction ? actions[event.do]!(event, context) : event;
}

export const stream = awslambda.streamifyResponse<Command>(async (event, responseStream) => {
  let out = responseStream;
  if (event.do === 'http-stream') {
    const head = { statusCode: 201, headers: { 'x-part': 'head' }, cookies: ['a=1', 'b=2'] };
    out = awslambda.HttpResponseStream.from(out, head);
  } else out.setContentType('text/plain');
  for (let n = 0; n < (event.times ?? 1); n += 1) for (const part of event.parts) out.write(part);
  if (event.fails) throw new Error('half-way');
  out.end();
});
