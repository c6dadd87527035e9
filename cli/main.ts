import type { CliError } from '../terminal/cli-error.ts';
import { packageVersion } from '../scaffold/package-root.ts';
import { endProcess, watchOutput } from '../terminal/written-output.ts';

/** `lambda-container`: ends the process with the status of the command. */
export async function main(args: readonly string[]): Promise<void> {
  watchOutput();
  await run(args);
  endProcess();
}

async function run(args: readonly string[]): Promise<void> {
  // Answered with as few imports as possible: an import takes a good part of the start of Node.js.
  if (args[0] === '--version' || args[0] === '-V') {
    console.log(packageVersion());
    return;
  }
  // Where both are set, Node.js lets FORCE_COLOR win. NO_COLOR is the user's wish, so it wins here.
  if (process.env['NO_COLOR']) process.env['FORCE_COLOR'] = '0';
  const { runCommand } = await import('./run-command.ts');
  const { reportErrors } = await import('../terminal/report-errors.ts');
  try {
    await reportErrors(args.includes('--json'), () => runCommand(args));
  } catch (error) {
    const { code, message, reported } = error as CliError;
    if (!reported) console.error(message);
    process.exitCode = code;
  }
}
