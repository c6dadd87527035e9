/** The function under test: does what the event says, and returns any other event unchanged. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Context } from './context.ts';
import { hasDefect } from './defect.ts';
import { log, write } from './log.ts';

/** A response that is not simply JSON. */
export interface Raw {
  raw: Buffer;
}
export function isRaw(result: unknown): result is Raw {
  return (
    typeof result === 'object' && result !== null && 'raw' in result && Buffer.isBuffer(result.raw)
  );
}

/** What each command needs of it is there. */
interface Command {
  of: string;
  bytes: number;
  pauseMs: number;
  message: string;
  value: string;
  reason: string;
  status: number;
  path: string;
  lines: number;
  text: string;
  level: string;
  fails: boolean;
  count: number;
  as?: string;
  port: number;
}

class CustomError extends Error {
  override name = 'CustomError';
}

const state = { incarnation: randomUUID(), invocations: 0, ticks: 0 };
const leaked: unknown[] = [];
let handled = 0;
const loadedAt = Date.now();
let tickedAt = loadedAt;
let intervals = 0;
let socket: Socket;

/** What the module does when it is loaded. */
export async function load(): Promise<void> {
  const { INIT_MS = '0', INIT_FAILS } = process.env;
  if (hasDefect('init-9-seconds') && Number(INIT_MS) > 5000) process.exit(1);
  const ready = sleep(Number(INIT_MS));
  if (!hasDefect('init-11-seconds')) await ready;
  if (INIT_FAILS !== undefined) throw new Error('init failed');
  setInterval(() => (intervals += 1), 100);
  const ticker = setInterval(() => {
    if (hasDefect('freeze-working') && Date.now() - tickedAt > 2000) return clearInterval(ticker);
    tickedAt = Date.now();
    state.ticks += 1;
  }, 10);
  process.on('SIGTERM', () => {
    if (hasDefect('shutdown-sigterm')) return;
    write('stdout', 'cleaned up\n');
    process.exit(0);
  });
}

const commands: Record<string, (event: Command, context: Context) => unknown> = {
  length: ({ of }) => of.length,
  large: ({ bytes }) => 'x'.repeat(bytes),
  raw: ({ bytes }): Raw => ({ raw: Buffer.from(bytes as unknown as number[]) }),
  state() {
    state.invocations = hasDefect('state-kept') ? 1 : state.invocations + 1;
    const uptimeMs = Date.now() - loadedAt;
    const due = hasDefect('freeze-timers') ? intervals : Math.floor(uptimeMs / 100);
    return { ...state, uptimeMs, intervals: due };
  },
  context: (_event, context) => ({ ...context, traceVariable: process.env['_X_AMZN_TRACE_ID'] }),
  async remaining({ pauseMs }, context) {
    const started = Date.now();
    write('stdout', 'waiting\n');
    await sleep(pauseMs);
    const before = Date.now();
    return { started, before, remaining: context.remaining(), after: Date.now() };
  },
  raise({ message }) {
    throw new Error(message);
  },
  'raise-custom'() {
    throw new CustomError('of its own');
  },
  throw({ value }) {
    // oxlint-disable-next-line no-throw-literal typescript/only-throw-error
    throw value;
  },
  exit({ reason }) {
    if (!hasDefect('error-exit')) throw new Error(reason);
  },
  kill() {
    throw new Error(hasDefect('error-killed') ? 'unknown' : 'killed');
  },
  halt({ status }) {
    if (!hasDefect('error-process-exit')) process.exit(status);
  },
  unencodable: () => 1n,
  write({ path }) {
    try {
      const directory = hasDefect('files-tmp') ? '/var/task' : '';
      writeFileSync(`${directory}${path}`, 'written');
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw hasDefect('files-elsewhere') ? new Error('failed') : error;
    }
  },
  print({ lines, text }) {
    for (let n = 1; n <= lines; n += 1) {
      write('stdout', `out ${n} ${text}\n`);
      write('stderr', `err ${n} ${text}\n`);
    }
    return lines;
  },
  log: ({ level, message }) => log(level, message),
  resources: () => ({
    residentKb: Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]),
    descriptors: readdirSync('/proc/self/fd').length,
    processes: readdirSync('/proc').filter((name) => Number(name) > 0).length,
  }),
  background({ fails }) {
    void (async () => {
      await untilFiles('release', 1);
      if (!fails) log('warning', 'background');
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
  async parallel({ count }) {
    const results: number[] = [];
    async function part(n: number) {
      writeFileSync(`/tmp/part-${n}`, '');
      // One after the other, each would wait for the next for ever.
      if (!hasDefect('parallel-work')) await untilFiles('part-', count);
      else if (readdirSync('/tmp').length < count) throw new Error('alone');
      results[n - 1] = n;
    }
    await Promise.all(Array.from({ length: count }, (_, index) => part(index + 1)));
    return results;
  },
  async connect({ port }) {
    socket = connect({ host: process.env['AWS_LAMBDA_RUNTIME_API']!.split(':')[0]!, port });
    socket.on('error', () => {});
    await once(socket, 'connect');
  },
  async echo({ text }) {
    if (socket.closed) return 'error: closed';
    const echoed = new Promise((resolve) => {
      socket.once('data', (data) => resolve(data.toString()));
      socket.once('close', () => resolve('error: closed'));
    });
    if (hasDefect('freeze-socket')) socket.destroy();
    socket.write(text);
    return echoed;
  },
  async meet({ count, as }, { requestId }) {
    const name = as ?? String(requestId);
    writeFileSync(`/tmp/meet-${name}`, '');
    await untilFiles('meet-', count);
    return hasDefect('concurrent-answers') ? state.incarnation : name;
  },
};

async function untilFiles(prefix: string, count: number): Promise<void> {
  function here() {
    return readdirSync('/tmp').filter((name) => name.startsWith(prefix)).length;
  }
  while (here() < count) await sleep(5);
}

export function handler(event: unknown, context: Context): unknown {
  handled += 1;
  if (hasDefect('many-level') && handled % 20 === 0) leaked.push(openSync('/tmp', 'r'));
  if (hasDefect('many-level-memory')) leaked.push(Buffer.alloc(65_536, 1));
  const command = (event as { do?: string } | null)?.do;
  return command === undefined ? event : commands[command]!(event as Command, context);
}
