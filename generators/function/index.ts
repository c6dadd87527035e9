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
    await this.report(async () => {
      const typed = readYeomanRequest(functionFlags, this._args, this.options);
      const request = readFunctionRequest(typed);
      printReport(await runFunctionRequest(request, this.contextRoot, templatesRoot), request.json);
    });
  }
}
