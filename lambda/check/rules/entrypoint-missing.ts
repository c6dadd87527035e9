import type { Rule } from '../rule.ts';

export const entrypointMissing: Rule = {
  id: 'entrypoint-missing',
  severity: 'error',
  preventsStart: 'always',
  title: 'there is something to start',
  why: 'Lambda starts ENTRYPOINT with CMD behind it. Without either it fails with Runtime.InvalidEntrypoint.',
  *check({ command }) {
    if (command.length > 0 && command[0] !== '') return;
    yield {
      found: 'Expected ENTRYPOINT or CMD, found neither.',
      fix: 'ENTRYPOINT ["/entry_script.sh"]',
    };
  },
};
