import type { Checked } from './check-once.ts';
import { summary } from './counts.ts';
import { formatFindings } from './format-findings.ts';
import { formatLayers } from './format-layers.ts';
import { formatSizeTree } from './format-size-tree.ts';
import { sizeTree } from './size-tree.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** What is printed for people: findings, sizes, and how many of what there are. */
export function formatCheck(
  checked: Checked,
  terminal: Terminal,
  { hasTree }: { hasTree: boolean },
): string {
  const { facts, findings } = checked;
  return [
    ...formatFindings(findings, terminal),
    ...formatLayers(facts, terminal),
    ...(hasTree ? formatSizeTree(sizeTree(facts.files), terminal) : []),
    summary(findings),
  ].join('\n');
}
