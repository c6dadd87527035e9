import type { SandboxInvocation } from '../sandbox/sandbox.ts';
import type { Init } from '../sandbox/runtime-process.ts';
import type { Problem, RuleText } from './rule.ts';

/** What rules look at that need the image to run: one start, and one event. */
export interface ImageRun {
  memoryMb: number;
  init: Init & { log: string };
  /** Undefined if the function never asked for an event. */
  invocation: SandboxInvocation | undefined;
  /** How long the function had to answer, in ms. */
  timeoutMs: number;
}

/** One thing that can go wrong when an image runs. */
export type RunRule = RuleText & { check(run: ImageRun): Iterable<Problem> };
