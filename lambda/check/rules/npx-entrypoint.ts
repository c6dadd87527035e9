import path from 'node:path';

import type { Rule } from '../rule.ts';

export const npxEntrypoint: Rule = {
  id: 'npx-entrypoint',
  severity: 'warning',
  title: 'the function is not started by npx',
  why: 'npx starts npm first, which takes a second of each cold start, keeps 60 MB, and writes to its cache: that fails where HOME is not /tmp.',
  *check({ command }) {
    const program = path.posix.basename(command[0] ?? '');
    if (program !== 'npx' && program !== 'npm') return;
    yield {
      found: `Expected the runtime itself, found ${program}.`,
      where: 'ENTRYPOINT',
      fix: 'ENTRYPOINT ["/usr/local/bin/node", "/var/task/node_modules/aws-lambda-ric/bin/index.mjs"] by way of a script that exports _HANDLER.',
    };
  },
};
