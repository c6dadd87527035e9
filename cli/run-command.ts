import { CliError, exitCode } from '../terminal/cli-error.ts';
import { formatHelp } from '../terminal/help.ts';
import { suggest } from '../terminal/suggest.ts';
import type { Command } from './command.ts';
import { checkCommand } from './check/command.ts';
import { deployFilesCommand } from './deploy-files/command.ts';
import { devCommand } from './dev/command.ts';
import { eventCommand } from './event/command.ts';
import { functionCommand } from './function/command.ts';
import { invokeCommand } from './invoke/command.ts';
import { newCommand } from './new/command.ts';
import { sendCommand } from './send/command.ts';

const commands: readonly Command[] = [
  newCommand,
  functionCommand,
  deployFilesCommand,
  devCommand,
  sendCommand,
  invokeCommand,
  checkCommand,
  eventCommand,
];

/** Runs the command that the first argument names, or prints help. */
export async function runCommand(args: readonly string[]): Promise<void> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || isHelpFlag(name)) {
    console.log(rest[0] === undefined ? overview() : find(rest[0]).help());
    return;
  }
  const command = find(name);
  if (rest.some((each) => isHelpFlag(each))) console.log(command.help());
  else await command.run(rest);
}

function isHelpFlag(arg: string): boolean {
  return arg === '--help' || arg === '-h';
}

function find(name: string): Command {
  const command = commands.find((each) => each.name === name);
  if (command !== undefined) return command;
  const nearest = suggest(
    name,
    commands.map((each) => each.name),
  );
  throw new CliError(exitCode.usage, {
    problem: `Unknown command ${name}.`,
    fix:
      nearest === undefined ? 'Run with --help to list the commands.' : `Did you mean ${nearest}?`,
  });
}

function overview(): string {
  return formatHelp({
    usage: ['lambda-container <command>'],
    summary: 'AWS Lambda functions as container images.',
    rows: [
      ...commands.map(({ usage, summary }) => [usage, summary] as const),
      ['help [command]', 'print help, or the help of a command'],
      ['-V, --version', 'print the version'],
    ],
  });
}
