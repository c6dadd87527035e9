import type { Checked, Finding } from './rule.ts';
import { rules } from './rules.ts';

/** Whether starting the image makes sense after these findings. */
export function canStart(
  { image, started, binaries }: Checked,
  findings: readonly Finding[],
): boolean {
  const found = new Set(findings.map(({ rule }) => rule));
  const preventing = new Set(
    rules.filter(({ id }) => found.has(id)).map(({ preventsStart }) => preventsStart),
  );
  if (preventing.has('always')) return false;
  if (!preventing.has('if-started')) return true;
  if (started.some(({ facts }) => facts.foreignSystem !== undefined)) return false;
  return !binaries.some(
    ({ elf, isStarted, resolved }) =>
      isStarted && (elf.architecture !== image.config.architecture || resolved.problems.length > 0),
  );
}
