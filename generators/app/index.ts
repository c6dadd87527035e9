import Generator, { type BaseFeatures, type BaseOptions } from 'yeoman-generator';
import { programName } from '../../scaffold/options/command-line.ts';
import {
  type FunctionProject,
  reconcileProject,
  settleConflicts,
  settleProject,
} from '../../scaffold/project/function-project.ts';
import { helpText } from '../../scaffold/options/help.ts';
import { translateCtrlC } from '../../terminal/interruption.ts';
import { templatesRoot } from '../../scaffold/package-root.ts';
import { askWith, decideWith, isInteractive, type Prompt } from '../../scaffold/options/prompts.ts';
import { isWritten, type ReconciledFile } from '../../scaffold/project/reconcile.ts';
import { reportErrors } from '../../terminal/report-errors.ts';
import { describeOutcome, type Outcome, outcomeDocument } from '../../scaffold/project/report.ts';
import type { Request } from '../../scaffold/options/request.ts';
import { parseRequest } from './request.ts';
import { writeProject } from '../../scaffold/project/write-project.ts';

/** `yo lambda-container [name]`: a new function project, or the one here brought up to date. */
export default class App extends Generator {
  #request!: Request;
  #project!: FunctionProject;
  #files!: ReconciledFile[];
  #hasAsked = false;

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
    // Yeoman would announce an error of ours with a line that names this class's method.
    Object.assign(this, { log: undefined });
  }

  override help(): string {
    return helpText('yo lambda-container', templatesRoot);
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
      const { force, dryRun } = this.#request;
      const files = reconcileProject(this.#project, templatesRoot, force);
      this.#files = await settleConflicts(files, prompt && decideWith(prompt, print));
      const changed = this.#files.filter((file) => isWritten(file));
      if (!dryRun && changed.length > 0) await writeProject(this.#project.target.folder, changed);
    });
  }

  end(): void {
    const outcome: Outcome = {
      project: this.#project,
      files: this.#files,
      isDryRun: this.#request.dryRun,
      hasAsked: this.#hasAsked,
    };
    print(describeOutcome(outcome, this.contextRoot, programName(process.argv)));
    if (this.#request.json) console.log(outcomeDocument(outcome, this.contextRoot));
  }

  /** Undefined where nobody can answer. */
  #prompt(): Prompt | undefined {
    if (this.#request.json || !isInteractive()) return undefined;
    this.env.once('error', translateCtrlC);
    return (questions) => this.env.adapter.prompt(questions as never);
  }

  /** Asks the raw options for --json: the request may be what is wrong. */
  async #reportErrors(work: () => void | Promise<void>): Promise<void> {
    const isJson = 'json' in this.options && this.options.json !== false;
    await reportErrors(isJson, work);
  }
}

/** Stdout is for the JSON document alone. */
function print(line: string): void {
  process.stderr.write(`${line}\n`);
}
