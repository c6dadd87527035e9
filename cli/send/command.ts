import type { Command } from '../command.ts';
import { flagRows, readFlags } from '../../terminal/flags.ts';
import { formatHelp } from '../../terminal/help.ts';
import { sendFlags } from '../flags.ts';

const summary = 'Send a message to a function of lambda-container dev, as its event source does.';

/** `lambda-container send`: puts messages where a function that `dev` serves gets its events from. */
export const sendCommand: Command = {
  name: 'send',
  usage: 'send <source> [file] [options]',
  summary,
  help: () =>
    formatHelp({
      usage: [
        'lambda-container send <source> [file] [options]',
        'lambda-container send --failed [--function <name>]',
      ],
      summary,
      details: [
        'The sources are sqs, kinesis, dynamodb, sns, eventbridge, s3, schedule, cwlogs and direct. The file, - for standard input, has what is sent: the body of a message, the data of a record, the detail of an event. An event of the source, with its Records, is sent as it is.',
        'For example: lambda-container send sqs order.json',
        'Or: lambda-container event sqs | lambda-container send sqs -',
      ],
      rows: flagRows(sendFlags),
      ending: 'What becomes of it is shown where dev runs.',
    }),
  async run(args) {
    const typed = readFlags(sendFlags, args);
    const { readSendSettings } = await import('./settings.ts');
    const { sendOnce } = await import('./send-once.ts');
    await sendOnce(await readSendSettings(typed));
  },
};
