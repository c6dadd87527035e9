import { peekCatalog } from '../../scaffold/catalog/peek-catalog.ts';
import {
  functionFlags,
  functionHelpRows,
  functionSummary,
  functionUsages,
  readFunctionRequest,
} from '../../scaffold/options/function-request.ts';
import { readFlags } from '../../terminal/flags.ts';
import { formatHelp } from '../../terminal/help.ts';
import type { Command } from '../command.ts';

/** `lambda-container function <name>`: adds a function to the project in this directory, lists them, or removes one. */
export const functionCommand: Command = {
  name: 'function',
  usage: 'function <name> [options]',
  summary: functionSummary,
  help: () =>
    formatHelp({
      usage: functionUsages('lambda-container function'),
      summary: functionSummary,
      rows: functionHelpRows(peekCatalog()),
    }),
  async run(args) {
    const typed = readFlags(functionFlags, args);
    const { runFunctionRequest } = await import('../../scaffold/project/function-report.ts');
    const { templatesRoot } = await import('../../scaffold/package-root.ts');
    const { printReport } = await import('../../terminal/print.ts');
    const request = readFunctionRequest({
      names: typed.positionals,
      value: (flag) => typed.value(flag),
      isOn: (flag) => typed.isOn(flag),
    });
    const report = await runFunctionRequest(request, process.cwd(), templatesRoot);
    printReport(report, request.json);
  },
};
