/**
 * Checks files one after another, and writes a line of JSON for each: what came of it, how long it kept the processor,
 * and how much memory this process has taken so far. With --charges, how often it drew on the budget, and where.
 *
 *     node test/fuzz/try-inputs.ts [--charges] FILE…
 */
import { keepHeapSmall } from '../../cli/keep-heap-small.ts';
import { peakMb } from '../helpers/peak-mb.ts';
import { type Charges, countCharges } from './charges.ts';
import { tryInput } from './try-input.ts';

/** What came of an input. */
export interface Tried {
  file: string;
  outcome: 'checked' | 'refused' | 'crashed';
  /** Why it was refused, or the stack of a crash. */
  error?: string;
  cpuMs: number;
  peakMb: number;
  charges?: Charges;
}

keepHeapSmall();
const args = process.argv.slice(2);
const isCounted = args[0] === '--charges';
const counter = isCounted ? await countCharges() : undefined;
for (const file of isCounted ? args.slice(1) : args) {
  const before = process.cpuUsage();
  const result = await tryInput(file).catch((error: unknown) => ({
    outcome: 'crashed' as const,
    error: error instanceof Error ? error.stack! : String(error),
  }));
  const { user, system } = process.cpuUsage(before);
  const tried: Tried = {
    file,
    ...result,
    cpuMs: Math.round((user + system) / 1000),
    peakMb: peakMb(),
    ...(counter !== undefined && { charges: await counter.take() }),
  };
  console.log(JSON.stringify(tried));
}
