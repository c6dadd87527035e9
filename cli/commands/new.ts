import path from 'node:path';
import type { Command } from 'commander';
import { functionCommand } from '../../generators/support/function-command.ts';
import { packageRoot, templatesRoot } from '../../generators/support/package-root.ts';

/** `lambda-container new [name]`: the app generator, without `yo`. */
export function newCommand(): Command {
  return functionCommand('new', templatesRoot).action(
    async (name: string | undefined, options: Readonly<Record<string, unknown>>) => {
      // Half a second of imports that neither --help nor a mistyped flag should wait for.
      const { createEnv } = await import('yeoman-environment');
      const environment = createEnv();
      const generator = path.join(import.meta.dirname, '../../generators/app/index.js');
      environment.register(generator, {
        namespace: 'lambda-container:app',
        packagePath: packageRoot,
      });
      await environment.run(name === undefined ? namespace : [...namespace, name], options);
    },
  );
}

const namespace = ['lambda-container:app'];
