import { findCommand } from '../command.ts';
import type { Checked, Rule } from '../rule.ts';

export const entryScriptCommand: Rule = {
  id: 'entry-script-command',
  severity: 'error',
  preventsStart: 'always',
  title: 'CMD names one handler for the entry script',
  why: 'The entry script hands its first argument on as the handler. Without one it ends at once; of several it takes the first.',
  *check(checked) {
    const { config } = checked.image;
    if (config.entrypoint?.length !== 1 || !isOurs(checked)) return;
    const words = config.cmd ?? [];
    if (words.length === 1 && words[0] !== '') return;
    yield {
      found: `Expected one word in CMD, found ${words.length === 0 ? 'none' : JSON.stringify(words)}.`,
      where: 'CMD',
      fix: 'CMD ["app.handler"], with the name of your handler.',
    };
  },
};

/** Other scripts of that name may take other arguments: ours says what it misses. */
function isOurs({ image, command: [program] }: Checked): boolean {
  if (program !== '/entry_script.sh') return false;
  const content = findCommand(image, program)?.facts.content;
  return content?.includes('entry_script.sh: no handler') ?? false;
}
