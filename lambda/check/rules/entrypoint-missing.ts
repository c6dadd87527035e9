import type { Rule } from '../rule.ts';

export const entrypointMissing: Rule = {
  id: 'entrypoint-missing',
  severity: 'error',
  preventsStart: 'always',
  title: 'ENTRYPOINT or CMD is set',
  why: 'Lambda starts ENTRYPOINT with CMD as its arguments. Without both, each invocation fails with Runtime.InvalidEntrypoint.',
  *check({ command }) {
    if (command.length > 0 && command[0] !== '') return;
    yield {
      found: 'Expected ENTRYPOINT or CMD, found neither.',
      fix: 'ENTRYPOINT ["/entry_script.sh"]',
    };
  },
};
