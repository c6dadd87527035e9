import type { Rule } from '../rule.ts';

export const entrypointShellForm: Rule = {
  id: 'entrypoint-shell-form',
  severity: 'warning',
  title: 'ENTRYPOINT has the form of a list',
  why: 'In the shell form a shell stays between Lambda and the runtime: CMD, which names the handler, is not handed on, and SIGTERM does not arrive.',
  *check({ image: { config } }) {
    const [shell, flag, script] = config.entrypoint ?? [];
    if (!/\/(ba|da|a)?sh$/.test(shell ?? '') || flag !== '-c') return;
    yield {
      found: `Expected the program itself, found a shell that starts it: ${script ?? ''}`,
      where: 'ENTRYPOINT',
      fix: `ENTRYPOINT ${JSON.stringify((script ?? '/entry_script.sh').replace(/^exec /, '').split(/\s+/))}`,
    };
  },
};
