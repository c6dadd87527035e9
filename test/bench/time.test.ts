import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { packageRoot } from '../../generators/support/package-root.ts';

test.each(['startup', 'generation'])(
  '%s is within its budget',
  { timeout: 120_000 },
  async (name) => {
    const script = path.join(packageRoot, 'bench', `${name}.ts`);
    const { exitCode, all } = await execa(process.execPath, [script], { all: true, reject: false });
    expect(exitCode, all).toBe(0);
  },
);
