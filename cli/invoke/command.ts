import { CliError, exitCode } from '../../terminal/cli-error.ts';
import type { Command } from '../command.ts';
import { flagRows, readFlags } from '../../terminal/flags.ts';
import { formatHelp } from '../../terminal/help.ts';
import { invokeFlags } from '../flags.ts';
import { keepHeapSmall } from '../keep-heap-small.ts';

const summary = 'Invoke the function in an image once, as Lambda would.';

/** `lambda-container invoke <image>`: the response on stdout; the log, as on Lambda, on stderr. */
export const invokeCommand: Command = {
  name: 'invoke',
  usage: 'invoke <image> [options]',
  summary,
  help: () =>
    formatHelp({
      usage: ['lambda-container invoke <image> [options]'],
      summary,
      details: ['The response goes to standard output, the log to standard error.'],
      rows: flagRows(invokeFlags),
      ending:
        'Exit status: 0 for a response, 1 for an error of the function, 2 for wrong usage, 3 for an image that cannot ' +
        'be started, 4 if there is no Docker.',
    }),
  async run(args) {
    keepHeapSmall();
    const typed = readFlags(invokeFlags, args);
    const { readSettings } = await import('./settings.ts');
    const { readEvent } = await import('../typed-event.ts');
    const { invokeOnce } = await import('./invoke-once.ts');
    const { jsonPrinter, plainPrinter } = await import('./response-printer.ts');
    const { shownErrorType } = await import('../../lambda/sandbox/report.ts');
    const settings = readSettings(typed);
    const event = await readEvent(typed);
    const printer = typed.isOn('json') ? jsonPrinter() : plainPrinter();
    const { invocation, advice } = await invokeOnce(settings, event, printer);
    const { error } = invocation.result;
    if (error === undefined) return;
    const failed = new CliError(exitCode.failed, {
      problem: `The function failed: ${shownErrorType(error.type)}`,
      fix: advice,
    });
    failed.reported = typed.isOn('json');
    throw failed;
  },
};
