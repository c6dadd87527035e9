import { afterEach, beforeEach, vi } from 'vitest';

/** For the tests of a file: somebody sits at a terminal and can answer. */
export function withTerminal(): void {
  const { isTTY } = process.stdin;
  beforeEach(() => {
    process.stdin.isTTY = true;
    vi.stubEnv('CI', '');
  });
  afterEach(() => {
    process.stdin.isTTY = isTTY;
    vi.unstubAllEnvs();
  });
}
