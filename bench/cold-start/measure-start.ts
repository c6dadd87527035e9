import { eventOf, expectedAnswer } from './events.ts';
import type { Image } from './images.ts';
import { readMb, residentMb } from './processes.ts';
import type { SettingId, Start } from './rounds.ts';
import { type Running, startFunction } from './start-function.ts';

/** What one start has shown. */
export interface Sample {
  variant: string;
  setting: SettingId;
  coldMs: number;
  cpuMs: number;
  /** Read from the disk until the first `next`. */
  readMb: number;
  /** Only of a start with a whole CPU and its files in memory. */
  work?: Work;
}

export interface Work {
  firstMs: number;
  /** After the first invocation. */
  memoryMb: number;
  /** Of invocations with an event of 100 bytes, and of 1 MB. */
  smallMs: number[];
  largeMs: number[];
}

const small = { event: eventOf(100), uncounted: 100, counted: 300 };
const large = { event: eventOf(1_000_000), uncounted: 5, counted: 30 };

export async function measureStart(
  { variant, setting }: Start,
  image: Image,
  owner: number,
): Promise<Sample> {
  await using running = await startFunction(image, { ...setting, owner });
  const { coldMs, cpuMs, cgroup } = running;
  const start = { variant, setting: setting.id, coldMs, cpuMs, readMb: readMb(cgroup.pids()) };
  if (setting.id === '1') return { ...start, work: await measureWork(running) };
  // What only an invocation reads is to be in memory again when the next start is asked for it.
  if (setting.evict) {
    await invocationMs(running, small.event);
    await invocationMs(running, large.event);
  }
  return start;
}

async function measureWork(running: Running): Promise<Work> {
  const firstMs = await invocationMs(running, small.event);
  const memoryMb = residentMb(running.cgroup.pids());
  const smallMs = await warm(running, small);
  const largeMs = await warm(running, large);
  return { firstMs, memoryMb, smallMs, largeMs };
}

/** A VM that compiles what it runs often needs some invocations before it is as fast as it gets. */
async function warm(running: Running, { event, uncounted, counted }: typeof small) {
  const times: number[] = [];
  for (let invocation = 0; invocation < uncounted + counted; invocation++) {
    times.push(await invocationMs(running, event));
  }
  return times.slice(uncounted);
}

async function invocationMs(running: Running, event: Buffer): Promise<number> {
  const { ms, body } = await running.invoke(event);
  // A wrong response must not count as a fast one. JSON may have spaces.
  if (JSON.stringify(JSON.parse(body)) !== expectedAnswer) {
    throw new Error(`Expected the response ${expectedAnswer}, found: ${body}`);
  }
  return ms;
}
