import { peekCatalog } from '../../scaffold/catalog/peek-catalog.ts';
import {
  functionFlags,
  functionHelpRows,
  functionSummary,
  functionUsages,
  readFunctionRequest,
} from '../../scaffold/options/function-request.ts';
import { templatesRoot } from '../../scaffold/package-root.ts';
import { runFunctionRequest } from '../../scaffold/project/function-report.ts';
import { formatHelp } from '../../terminal/help.ts';
import { printReport } from '../../terminal/print.ts';
import { reportErrors } from '../../terminal/report-errors.ts';
import { explainLostRoot } from '../app/explain-lost-root.ts';
import App from '../app/index.ts';
import { readYeomanRequest } from '../app/yeoman-request.ts';

/** `yo lambda-container:function <name>`: what `lambda-container function` does. */
export default class FunctionGenerator extends App {
  override help(): string {
    return formatHelp({
      usage: functionUsages('yo lambda-container:function'),
      summary: functionSummary,
      rows: functionHelpRows(peekCatalog()),
    });
  }

  override async writing(): Promise<void> {
    const isJson = 'json' in this.options && this.options.json !== false;
    await reportErrors(isJson, async () => {
      const request = readFunctionRequest(
        readYeomanRequest(functionFlags, this._args, this.options),
      );
      const report = await runFunctionRequest(request, this.contextRoot, templatesRoot).catch(
        (error: unknown) => {
          throw explainLostRoot(error);
        },
      );
      printReport(report, request.json);
    });
  }
}
