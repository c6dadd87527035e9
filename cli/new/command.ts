import { formatHelp } from '../../terminal/help.ts';
import { readFlags } from '../../terminal/flags.ts';
import { optionFlags } from '../../scaffold/options/flags.ts';
import { helpRows, summary } from '../../scaffold/options/help-rows.ts';
import { peekCatalog } from '../../scaffold/catalog/peek-catalog.ts';
import type { Command } from '../command.ts';

/** `lambda-container new [name]`: generates a project, or updates the one in this directory. */
export const newCommand: Command = {
  name: 'new',
  usage: 'new [name] [options]',
  summary,
  help: () =>
    formatHelp({
      usage: ['lambda-container new [name] [options]'],
      summary,
      rows: helpRows(peekCatalog()),
    }),
  async run(args) {
    const typed = readFlags(optionFlags, args);
    const { makeProject } = await import('../../scaffold/project/make-project.ts');
    const { readRequest } = await import('../../scaffold/options/request.ts');
    const { describeOutcome, outcomeDocument } = await import('../../scaffold/project/report.ts');
    const { templatesRoot } = await import('../../scaffold/package-root.ts');
    const { isInteractive } = await import('../../terminal/is-interactive.ts');
    const { printDocument, printNote } = await import('../../terminal/print.ts');
    const { prompt } = await import('./prompt.ts');
    const request = readRequest({
      names: typed.positionals,
      value: (flag) => typed.value(flag),
      isOn: (flag) => typed.isOn(flag),
    });
    const cwd = process.cwd();
    const outcome = await makeProject(request, {
      cwd,
      templates: templatesRoot,
      prompt: request.json || !isInteractive() ? undefined : prompt,
      log: printNote,
    });
    printNote(describeOutcome(outcome, cwd, 'lambda-container new'));
    if (request.json) printDocument(outcomeDocument(outcome, cwd));
  },
};
