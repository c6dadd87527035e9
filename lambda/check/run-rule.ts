import type { SandboxInvocation } from '../sandbox/sandbox.ts';
import type { Init } from '../sandbox/runtime-process.ts';
import type { Problem, RuleText } from './rule.ts';

/** The input of rules that run the image: one start and one invocation. */
export interface ImageRun {
  memoryMb: number;
  /** What it was invoked with, such as `the event {}` or the name of a file. */
  eventName: string;
  /** The names of the extensions in the image, which were not started. */
  extensions: readonly string[];
  init: Init & { log: string };
  /** Undefined if the runtime did not request an event. */
  invocation: SandboxInvocation | undefined;
  /** The time-out of the invocation. */
  timeoutMs: number;
}

/** One thing that can go wrong when an image runs. */
export type RunRule = RuleText & { check(run: ImageRun): Iterable<Problem> };
