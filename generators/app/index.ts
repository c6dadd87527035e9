import Generator, { type BaseFeatures, type BaseOptions } from 'yeoman-generator';
import { peekCatalog } from '../../scaffold/catalog/peek-catalog.ts';
import { optionFlags } from '../../scaffold/options/flags.ts';
import { helpRows, summary } from '../../scaffold/options/help-rows.ts';
import type { Prompt } from '../../scaffold/options/prompts.ts';
import { readRequest } from '../../scaffold/options/request.ts';
import { templatesRoot } from '../../scaffold/package-root.ts';
import { makeProject } from '../../scaffold/project/make-project.ts';
import { describeOutcome, outcomeDocument } from '../../scaffold/project/report.ts';
import { formatHelp } from '../../terminal/help.ts';
import { translateCtrlC } from '../../terminal/interruption.ts';
import { isInteractive } from '../../terminal/is-interactive.ts';
import { printDocument, printNote } from '../../terminal/print.ts';
import { printableQuestion } from '../../terminal/printable-question.ts';
import { reportErrors } from '../../terminal/report-errors.ts';
import { watchOutput } from '../../terminal/written-output.ts';
import { explainLostRoot } from './explain-lost-root.ts';
import { readYeomanRequest } from './yeoman-request.ts';

/** `yo lambda-container [name]`: what `lambda-container new` does, as a Yeoman generator. */
export default class App extends Generator {
  constructor(args?: string[], options?: BaseOptions, features?: BaseFeatures) {
    super(
      args,
      {
        ...options,
        // Yeoman would read .yo-rc.json and package.json there, and give up on broken ones.
        destinationRoot: templatesRoot,
      } as BaseOptions,
      {
        ...features,
        tasksMatchingPriority: true,
        // Flags, questions and help come from our own table: Yeoman checks no value.
        disableInGeneratorOptionsSupport: true,
        disableLodashProperty: true,
        templateContext: 'throw',
        // We write all files or none, and install nothing.
        customCommitTask: true,
        customInstallTask: true,
      },
    );
    watchOutput();
    // Yeoman would announce an error of ours with a line that names this class's method.
    Object.assign(this, { log: undefined });
  }

  override help(): string {
    return formatHelp({
      usage: ['yo lambda-container [name] [options]'],
      summary,
      rows: helpRows(peekCatalog()),
    });
  }

  async writing(): Promise<void> {
    await this.report(async () => {
      const request = readRequest(readYeomanRequest(optionFlags, this._args, this.options));
      const outcome = await makeProject(request, {
        cwd: this.contextRoot,
        templates: templatesRoot,
        prompt: request.json || !isInteractive() ? undefined : this.#prompt(),
        log: printNote,
      });
      printNote(describeOutcome(outcome, this.contextRoot, 'yo lambda-container'));
      if (request.json) printDocument(outcomeDocument(outcome, this.contextRoot));
    });
  }

  /** Does the work, and reports its errors as `lambda-container` does. */
  protected async report(work: () => Promise<void>): Promise<void> {
    // Asks the raw options for --json: the request may be what is wrong.
    const isJson = 'json' in this.options && this.options.json !== false;
    await reportErrors(isJson, async () => {
      try {
        await work();
      } catch (error) {
        throw explainLostRoot(error);
      }
    });
  }

  #prompt(): Prompt {
    this.env.once('error', translateCtrlC);
    return async (question) => {
      const answers = await this.env.adapter.prompt([printableQuestion(question)] as never);
      return String((answers as Record<string, unknown>)[question.name]);
    };
  }
}
