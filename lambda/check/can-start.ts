import type { ImageFacts } from '../image/image-facts.ts';
import { checkedPrograms } from './programs.ts';
import type { Finding } from './rule.ts';

/** Errors of these say that the program ends before its first instruction, or cannot even be started. */
const fatal: ReadonlySet<string> = new Set([
  'config-os',
  'config-architecture',
  'entrypoint-missing',
  'entrypoint-absent',
  'entrypoint-not-executable',
  'script-interpreter',
  'entry-script-command',
  'workdir',
]);

/** Errors of these say so if they are of what Lambda starts, and not of a library that may never be opened. */
const fatalIfStarted: ReadonlySet<string> = new Set([
  'elf-architecture',
  'elf-interpreter',
  'elf-library',
  'elf-version',
]);

/** Whether it is worth a try to start an image, after what reading it has found. */
export function canStart(image: ImageFacts, findings: readonly Finding[]): boolean {
  if (findings.some(({ rule }) => fatal.has(rule))) return false;
  if (!findings.some(({ rule }) => fatalIfStarted.has(rule))) return true;
  return !checkedPrograms(image).some(
    ({ elf, isStarted, resolved }) =>
      isStarted && (elf.architecture !== image.config.architecture || resolved.problems.length > 0),
  );
}
