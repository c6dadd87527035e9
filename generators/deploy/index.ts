import { peekCatalog } from '../../scaffold/catalog/peek-catalog.ts';
import {
  deployFlags,
  deployHelpRows,
  deploySummary,
  deployUsages,
} from '../../scaffold/options/deploy-request.ts';
import { templatesRoot } from '../../scaffold/package-root.ts';
import { runDeployRequest } from '../../scaffold/project/deploy-report.ts';
import { formatHelp } from '../../terminal/help.ts';
import { printReport } from '../../terminal/print.ts';
import App from '../app/index.ts';
import { readYeomanRequest } from '../app/yeoman-request.ts';

/** `yo lambda-container:deploy --with <tool>`: what `lambda-container deploy-files` does. */
export default class DeployGenerator extends App {
  override help(): string {
    return formatHelp({
      usage: deployUsages('yo lambda-container:deploy'),
      summary: deploySummary,
      rows: deployHelpRows(peekCatalog()),
    });
  }

  override async writing(): Promise<void> {
    await this.report(async () => {
      const typed = readYeomanRequest(deployFlags, this._args, this.options);
      const report = await runDeployRequest(typed, this.contextRoot, templatesRoot);
      printReport(report, report.json);
    });
  }
}
