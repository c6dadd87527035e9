import { findCommand } from '../command.ts';
import type { Checked, Rule } from '../rule.ts';

export const entryScriptCommand: Rule = {
  id: 'entry-script-command',
  severity: 'error',
  preventsStart: 'always',
  title: 'CMD is the name of one handler',
  why: 'The entry script takes the handler from its first argument. Without an argument it exits; further arguments are ignored.',
  *check(checked) {
    const { config } = checked.image;
    if (config.entrypoint?.length !== 1 || !isOurs(checked)) return;
    const words = config.cmd ?? [];
    if (words.length === 1 && words[0] !== '') return;
    yield {
      found: `Expected one word in CMD, found ${words.length === 0 ? 'none' : JSON.stringify(words)}.`,
      where: 'CMD',
      fix: 'CMD ["app.handler"], with the name of your handler',
    };
  },
};

/** Scripts of the same name that are not ours may take other arguments: ours contains this message. */
function isOurs({ image, command: [executable] }: Checked): boolean {
  if (executable !== '/entry_script.sh') return false;
  const content = findCommand(image, executable)?.facts.content;
  return content?.includes('entry_script.sh: no handler') ?? false;
}
