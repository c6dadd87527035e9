import { isShellForm } from '../command.ts';
import type { Rule } from '../rule.ts';

export const entrypointShellForm: Rule = {
  id: 'entrypoint-shell-form',
  severity: 'warning',
  title: 'ENTRYPOINT has the form of a list',
  why: 'In the shell form a shell stays between Lambda and the runtime: CMD, which names the handler, is not handed on, and SIGTERM does not arrive.',
  *check({ image: { config }, command }) {
    if (!isShellForm(command)) return;
    const script = command[2] ?? '';
    const where = config.entrypoint === undefined ? 'CMD' : 'ENTRYPOINT';
    // What a shell would make of quotes, variables and operators is for its author to say.
    const words = script
      .replace(/^exec /, '')
      .trim()
      .split(/\s+/);
    const isPlain = /^[\w\s/.:@%+=,-]+$/.test(script);
    yield {
      found: `Expected the program itself, found a shell that starts it: ${script}`,
      where,
      fix: isPlain
        ? `${where} ${JSON.stringify(words)}`
        : `${where} ["/entry_script.sh"], with it in the script.`,
    };
  },
};
