import type { Rule } from '../rule.ts';

export const entryScriptCommand: Rule = {
  id: 'entry-script-command',
  severity: 'error',
  title: 'CMD names one handler for the entry script',
  why: 'The entry script hands its first argument on as the handler. Without one it ends at once; of several it takes the first.',
  *check({ image: { config } }) {
    if (config.entrypoint?.length !== 1 || config.entrypoint[0] !== '/entry_script.sh') return;
    const words = config.cmd ?? [];
    if (words.length === 1 && words[0] !== '') return;
    yield {
      found: `Expected one word in CMD, found ${words.length === 0 ? 'none' : JSON.stringify(words)}.`,
      where: 'CMD',
      fix: 'CMD ["app.handler"], with the name of your handler.',
    };
  },
};
