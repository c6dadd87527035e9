import type { RunRule } from './run-rule.ts';
import { runAnswer } from './run-rules/run-answer.ts';
import { runEntrypoint } from './run-rules/run-entrypoint.ts';
import { runError } from './run-rules/run-error.ts';
import { runExtensions } from './run-rules/run-extensions.ts';
import { runFault } from './run-rules/run-fault.ts';
import { runInit } from './run-rules/run-init.ts';
import { runLog } from './run-rules/run-log.ts';
import { runMemory } from './run-rules/run-memory.ts';
import { runReadOnly } from './run-rules/run-read-only.ts';

/** All rules that run the image, in the order of its life cycle. */
export const runRules: readonly RunRule[] = [
  runEntrypoint,
  runInit,
  runReadOnly,
  runAnswer,
  runFault,
  runLog,
  runError,
  runExtensions,
  runMemory,
];
