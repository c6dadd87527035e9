import type { Command } from '../command.ts';
import { flagRows, readFlags } from '../../terminal/flags.ts';
import { formatHelp } from '../../terminal/help.ts';
import { devFlags } from '../flags.ts';

const summary = 'Serve the functions of this project, and reload them when you save a file.';

/** `lambda-container dev`: the Invoke API for all functions of the project in this directory, until Ctrl-C. */
export const devCommand: Command = {
  name: 'dev',
  usage: 'dev [options]',
  summary,
  help: () =>
    formatHelp({
      usage: ['lambda-container dev [options]'],
      summary,
      details: [
        'The AWS SDKs and the AWS CLI invoke them at http://localhost:9000, as they do on Lambda.',
        'HTTP and WebSocket clients reach functions with the events http, rest, alb and websocket there.',
        'A page there sends events, and shows what happens.',
      ],
      rows: flagRows(devFlags),
      ending: 'Ctrl-C stops it and removes its containers.',
    }),
  async run(args) {
    const typed = readFlags(devFlags, args);
    const { readDevSettings } = await import('./settings.ts');
    const { runDev } = await import('./run-dev.ts');
    await runDev(readDevSettings(typed), process.cwd());
  },
};
