import { allRules } from '../../lambda/check/all-rules.ts';
import { withoutSecrets } from '../../lambda/check/secret-values.ts';
import { platformName } from '../../lambda/image/platform-name.ts';
import type { Checked } from './check-once.ts';
import { countOf } from './counts.ts';
import { sizeTree } from './size-tree.ts';

/** Grows only by new fields: what has another meaning has another number. docs/check.md tells of it. */
export const schema = 1;

/** What `--json` prints. */
export function formatCheckJson(
  image: string,
  checked: Checked,
  options: { hasTree: boolean },
): string {
  return JSON.stringify(documentOf(image, checked, options));
}

function documentOf(image: string, checked: Checked, { hasTree }: { hasTree: boolean }) {
  const { facts, findings, notRun } = checked;
  const { manifest, config, layers, files } = facts;
  const errors = countOf(findings, 'error');
  return {
    schema,
    ok: errors === 0,
    image,
    source: manifest.source,
    digest: manifest.digest ?? null,
    platform: platformName({
      ...(config.os !== undefined && { os: config.os }),
      ...(config.architecture !== undefined && { architecture: config.architecture }),
      ...(config.variant !== undefined && { variant: config.variant }),
    }),
    wasRun: notRun === undefined,
    ...(notRun !== undefined && { notRun }),
    counts: {
      error: errors,
      warning: countOf(findings, 'warning'),
      remark: countOf(findings, 'remark'),
    },
    findings: findings.map(({ rule, severity, found, where, fix }) => ({
      rule,
      severity,
      found,
      where: where ?? null,
      why: allRules.find(({ id }) => id === rule)!.why,
      fix,
    })),
    bytes: layers.reduce((sum, { bytes }) => sum + bytes, 0),
    layers: layers.map(({ digest, bytes, compressedBytes, createdBy }) => ({
      digest: digest ?? null,
      bytes,
      compressedBytes: compressedBytes ?? null,
      createdBy: createdBy === undefined ? null : withoutSecrets(createdBy),
    })),
    ...(hasTree && { files: sizeTree(files) }),
  };
}
