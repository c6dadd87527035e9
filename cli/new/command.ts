import path from 'node:path';
import { parseArgs } from 'node:util';
import { helpText, summary } from '../../scaffold/options/help.ts';
import { questions, runFlags } from '../../scaffold/options/options.ts';
import { packageRoot, templatesRoot } from '../../scaffold/package-root.ts';
import { parseRequest } from '../../generators/app/request.ts';
import type { Command } from '../command.ts';

const namespace = 'lambda-container:app';

/** `lambda-container new [name]`: the app generator, without `yo`. */
export const newCommand: Command = {
  name: 'new',
  usage: 'new [name] [options]',
  summary,
  help: () => helpText('lambda-container new', templatesRoot),
  async run(args) {
    const { positionals, values } = parse(args);
    // Before half a second of imports, which a mistyped flag need not wait for.
    const { checkGiven } = await import('../../scaffold/options/answers.ts');
    const { loadLanguages } = await import('../../scaffold/catalog/languages.ts');
    checkGiven(loadLanguages(), parseRequest(positionals, values).given);
    const { createEnv } = await import('yeoman-environment');
    const environment = createEnv();
    const generator = path.join(import.meta.dirname, '../../generators/app/index.js');
    environment.register(generator, { namespace, packagePath: packageRoot });
    await environment.run([namespace, ...positionals], values);
  },
};

/** Not strict: the generator refuses what it does not know, in the same words as under `yo`. */
function parse(args: readonly string[]) {
  const options = Object.fromEntries([
    ...questions.flatMap(({ flag }) =>
      flag === undefined ? [] : [[flag.replace('--', ''), { type: 'string' as const }] as const],
    ),
    ...runFlags.map(({ flag, short }) => {
      const letter = short === undefined ? {} : { short: short.replace('-', '') };
      return [flag.replace('--', ''), { type: 'boolean' as const, ...letter }] as const;
    }),
  ]);
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true });
}
