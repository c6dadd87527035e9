import { peekCatalog } from '../../scaffold/catalog/peek-catalog.ts';
import {
  deployFlags,
  deployHelpRows,
  deploySummary,
  deployUsages,
} from '../../scaffold/options/deploy-request.ts';
import { readFlags } from '../../terminal/flags.ts';
import { formatHelp } from '../../terminal/help.ts';
import type { Command } from '../command.ts';

/** `lambda-container deploy-files --with <tool>`: changes the deploy tool of the project in this directory. */
export const deployFilesCommand: Command = {
  name: 'deploy-files',
  usage: 'deploy-files --with <tool>',
  summary: deploySummary,
  help: () =>
    formatHelp({
      usage: deployUsages('lambda-container deploy-files'),
      summary: deploySummary,
      rows: deployHelpRows(peekCatalog()),
    }),
  async run(args) {
    const typed = readFlags(deployFlags, args);
    const { runDeployRequest } = await import('../../scaffold/project/deploy-report.ts');
    const { templatesRoot } = await import('../../scaffold/package-root.ts');
    const { printReport } = await import('../../terminal/print.ts');
    const report = await runDeployRequest(
      {
        names: typed.positionals,
        value: (flag) => typed.value(flag),
        isOn: (flag) => typed.isOn(flag),
      },
      process.cwd(),
      templatesRoot,
    );
    printReport(report, report.json);
  },
};
