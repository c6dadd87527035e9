import path from 'node:path';

import type { Rule } from '../rule.ts';

export const npxEntrypoint: Rule = {
  id: 'npx-entrypoint',
  severity: 'warning',
  title: 'the runtime is not started by npx or npm',
  why: 'npx starts npm first, which adds about a second to each cold start, uses 60 MB of memory and writes to its cache, which fails unless HOME is in /tmp.',
  *check({ command }) {
    const executable = path.posix.basename(command[0] ?? '');
    if (executable !== 'npx' && executable !== 'npm') return;
    yield {
      found: `Expected the runtime itself, found ${executable}.`,
      where: 'ENTRYPOINT',
      fix: 'Make a script the ENTRYPOINT that exports _HANDLER and runs: exec /usr/local/bin/node /var/task/node_modules/aws-lambda-ric/bin/index.mjs',
    };
  },
};
