import { isShellForm } from '../command.ts';
import type { Rule } from '../rule.ts';
import { absolutePath } from '../started-by-name.ts';

export const entrypointShellForm: Rule = {
  id: 'entrypoint-shell-form',
  severity: 'warning',
  title: 'ENTRYPOINT is in exec form',
  why: 'In shell form, a shell runs between Lambda and the runtime: it passes on neither CMD, which names the handler, nor SIGTERM.',
  *check({ image, command }) {
    if (!isShellForm(command)) return;
    const script = command[2] ?? '';
    const where = image.config.entrypoint === undefined ? 'CMD' : 'ENTRYPOINT';
    const [name = '', ...rest] = script
      .replace(/^exec /, '')
      .trim()
      .split(/[ \t]+/);
    // Quotes, variables and operators have a meaning for the shell that a list cannot express.
    const isPlain = /^[\w \t/.:@%+=,-]+$/.test(script);
    // Neither have its own commands and assignments.
    const executable = isPlain && !isOfShell.test(name) ? absolutePath(image, name) : undefined;
    yield {
      found: `Expected exec form, found a shell that starts it: ${script}`,
      where,
      fix:
        executable === undefined
          ? `${where} ["/entry_script.sh"], with that command in the script: #!/bin/sh, ${script}`
          : `${where} ${JSON.stringify([executable, ...rest])}`,
    };
  },
};

const isOfShell =
  /=|^(?:\.|cd|command|eval|exec|export|set|source|test|time|trap|ulimit|umask|unset|wait)$/;
