import { isShellForm } from '../command.ts';
import type { Rule } from '../rule.ts';

export const entrypointShellForm: Rule = {
  id: 'entrypoint-shell-form',
  severity: 'warning',
  title: 'ENTRYPOINT is in exec form',
  why: 'In shell form, a shell runs between Lambda and the runtime: it passes on neither CMD, which names the handler, nor SIGTERM.',
  *check({ image: { config }, command }) {
    if (!isShellForm(command)) return;
    const script = command[2] ?? '';
    const where = config.entrypoint === undefined ? 'CMD' : 'ENTRYPOINT';
    // Quotes, variables and operators have a meaning for the shell that a list cannot express.
    const words = script
      .replace(/^exec /, '')
      .trim()
      .split(/\s+/);
    const isPlain = /^[\w\s/.:@%+=,-]+$/.test(script);
    yield {
      found: `Expected exec form, found a shell that starts it: ${script}`,
      where,
      fix: isPlain
        ? `${where} ${JSON.stringify(words)}`
        : `${where} ["/entry_script.sh"], with that command in the script.`,
    };
  },
};
