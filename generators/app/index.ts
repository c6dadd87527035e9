import Generator, { type BaseFeatures, type BaseOptions } from 'yeoman-generator';
import { CliError } from '../support/cli-error.ts';
import { equivalentCommand, programName } from '../support/command-line.ts';
import { functionCommand } from '../support/function-command.ts';
import {
  type FunctionProject,
  reconcileProject,
  settleConflicts,
  settleProject,
} from '../support/function-project.ts';
import { templatesRoot } from '../support/package-root.ts';
import { askWith, decideWith, isInteractive, type Prompt } from '../support/prompts.ts';
import { isWritten, type ReconciledFile } from '../support/reconcile.ts';
import { describeFiles, errorDocument, nextSteps, successDocument } from '../support/report.ts';
import { parseRequest, type Request } from '../support/request.ts';
import { writeProject } from '../support/write-project.ts';

/** `yo lambda-container [name]`: a new function project, or the one here brought up to date. */
export default class App extends Generator {
  #request!: Request;
  #project!: FunctionProject;
  #files!: ReconciledFile[];
  #hasAsked = false;

  constructor(args?: string[], options?: BaseOptions, features?: BaseFeatures) {
    super(
      args,
      // Without it Yeoman keeps answers of all projects in the home folder.
      { ...options, skipGlobalConfig: true } as BaseOptions,
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
    // Yeoman would announce an error of ours with a line that names this class's method.
    Object.assign(this, { log: undefined });
  }

  override help(): string {
    return functionCommand('yo lambda-container', templatesRoot).helpInformation();
  }

  /** Yeoman reads package.json for it, and gives up on a broken one that is none of our business. */
  override determineAppname(): string {
    return '';
  }

  async initializing(): Promise<void> {
    await this.#reportErrors(() => {
      this.#request = parseRequest(this._args, this.options);
    });
  }

  async prompting(): Promise<void> {
    await this.#reportErrors(async () => {
      const prompt = this.#prompt();
      const ask = prompt && askWith(prompt, () => (this.#hasAsked = true));
      this.#project = await settleProject(this.#request, this.contextRoot, templatesRoot, ask);
    });
  }

  async writing(): Promise<void> {
    await this.#reportErrors(async () => {
      const prompt = this.#prompt();
      const decide = prompt && decideWith(prompt, print);
      const files = reconcileProject(this.#project, templatesRoot, this.#request.force);
      this.#files = await settleConflicts(files, decide);
      const changed = this.#files.filter((file) => isWritten(file));
      const { dryRun } = this.#request;
      if (!dryRun && changed.length > 0) await writeProject(this.#project.target.folder, changed);
    });
  }

  end(): void {
    const { json, dryRun } = this.#request;
    for (const line of describeFiles(this.#files)) print(line);
    if (dryRun) print('Dry run: nothing was written.');
    if (this.#hasAsked) {
      const command = equivalentCommand(programName(process.argv), this.#project.answers);
      print(`\nThe same without questions:\n\n    ${command}`);
    }
    if (!dryRun) print(nextSteps(this.#project, this.contextRoot).join('\n'));
    if (json) console.log(successDocument(this.#project, this.#files, this.contextRoot));
  }

  /** Undefined where nobody can answer. */
  #prompt(): Prompt | undefined {
    if (this.#request.json || !isInteractive()) return undefined;
    return (questions) => this.env.adapter.prompt(questions as never);
  }

  async #reportErrors(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof CliError && isJson(this.options) && !error.reported) {
        console.log(errorDocument(error));
        error.reported = true;
      }
      throw error;
    }
  }
}

/** Stdout is for the JSON document alone. */
function print(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Also before the request is known to be a good one. */
function isJson(options: object): boolean {
  return 'json' in options && options.json !== undefined && options.json !== false;
}
