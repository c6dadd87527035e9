import type { RunRule } from '../run-rule.ts';
import { mayNeedExtension } from '../may-need-extension.ts';

export const runExtensions: RunRule = {
  id: 'run-extensions',
  severity: 'remark',
  title: 'there are no extensions, which check does not start',
  why: 'Lambda starts the extensions in /opt/extensions before the runtime. Here they are not started. An extension can take the events itself, as the Lambda Web Adapter does, or serve the function at localhost.',
  *check(run) {
    const { extensions } = run;
    if (extensions.length === 0) return;
    yield {
      found: `Expected no extensions to start, found ${extensions.join(', ')}${mayNeedExtension(run) ? ': the function did not respond without' : ''}.`,
      where: '/opt/extensions',
      fix: 'Try the function on Lambda, or with the Runtime Interface Emulator, which starts extensions.',
    };
  },
};
