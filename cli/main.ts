import { Command, CommanderError } from 'commander';
import { CliError, exitCode } from '../generators/support/cli-error.ts';
import { packageVersion } from '../generators/support/package-root.ts';
import { errorDocument } from '../generators/support/report.ts';
import { newCommand } from './commands/new.ts';

/** `lambda-container`: sets the exit status of the process. */
export async function main(args: readonly string[]): Promise<void> {
  // The libraries below do not know NO_COLOR, but all know this.
  if (process.env['NO_COLOR']) process.env['FORCE_COLOR'] = '0';
  try {
    await program().parseAsync(args, { from: 'user' });
  } catch (error) {
    report(error, args.includes('--json'));
  }
}

function program(): Command {
  const command = new Command('lambda-container')
    .description('AWS Lambda functions as container images')
    .version(packageVersion(), '-V, --version')
    .addCommand(newCommand());
  for (const each of [command, ...command.commands]) {
    each.exitOverride().configureOutput({ writeErr: () => {} });
  }
  return command;
}

function report(error: unknown, isJson: boolean): void {
  const known = error instanceof CommanderError ? usageError(error) : error;
  if (known === undefined) return;
  if (!(known instanceof CliError)) throw known;
  process.exitCode = known.code;
  if (known.reported) return;
  if (isJson) console.log(errorDocument(known));
  else console.error(known.message);
}

/** Undefined for what commander calls an error but is none: the help, the version. */
function usageError(error: CommanderError): CliError | undefined {
  if (error.exitCode === 0) return undefined;
  const [problem = '', fix = '--help lists the options.'] = error.message
    .replace(/^error: /, '')
    .split('\n');
  return new CliError(exitCode.usage, { problem, fix }, { cause: error });
}
