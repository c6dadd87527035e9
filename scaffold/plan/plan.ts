import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { languageStyle } from '../catalog/language-styles.ts';
import type { Answers } from '../options/options.ts';
import { ScaffoldError } from '../scaffold-error.ts';
import { type Cell, cellsOf, filesOf } from './cells.ts';
import { type NamedFunction, nameFunctions, type ProjectFunction } from './functions.ts';
import { type Parts, partsOf } from './parts.ts';
import { render, type View } from './render.ts';
import { projectTokens, replaceTokens, type Tokens } from './tokens.ts';

export type Owner = 'user' | 'generator';

export interface PlannedFile {
  /** Inside the project, with slashes. */
  readonly path: string;
  readonly contents: Buffer;
  readonly executable: boolean;
  /** Who edits the file. */
  readonly owner: Owner;
}

/** The options and functions of a project. */
export interface Spec {
  readonly answers: Answers;
  readonly functions: readonly [ProjectFunction, ...ProjectFunction[]];
}

const userFilesOfEveryProject = ['README.md', 'AGENTS.md'];

const platforms: Readonly<Record<string, string>> = {
  x86_64: 'linux/amd64',
  arm64: 'linux/arm64',
};

/** The platform of an architecture, as Docker names it. */
export function platformOf(architecture: string): string {
  return platforms[architecture]!;
}

/**
 * Every file of a project except .yo-rc.json, in the order of their paths. Writes nothing. Throws a
 * ScaffoldError for a required part or file that no cell has.
 */
export function plan(catalog: Catalog, spec: Spec, generatorVersion: string): PlannedFile[] {
  const { cells, functions, parts, tokens, userFiles, view } = sourcesOf(
    catalog,
    spec,
    generatorVersion,
  );
  const files = new FileList(cells, parts, [...userFilesOfEveryProject, ...userFiles]);
  for (const cell of cells) {
    files.add(cell, 'project', tokens, view);
    for (const fn of functions) {
      const { event = fn.event } = cell.values;
      if (event === fn.event) files.add(cell, 'function', fn.tokens, { ...view, fn });
    }
  }
  for (const fn of functions) files.requireFilesOf(fn);
  return files.inOrder();
}

/** The commands that add the packages of a project's functions: the parts `packages`, a command a line. */
export function packageCommands(
  catalog: Catalog,
  spec: Spec,
  generatorVersion: string,
): readonly string[] {
  const { parts } = sourcesOf(catalog, spec, generatorVersion);
  return parts.optionalPart('packages').split('\n').filter(Boolean);
}

/** The cells of a project, and what their templates are rendered with. */
function sourcesOf(catalog: Catalog, spec: Spec, generatorVersion: string) {
  const { answers } = spec;
  const language = catalog.languages.find(({ id }) => id === answers.language)!;
  const style = languageStyle(language, answers.style);
  const functions = nameFunctions(catalog, style, answers.name, spec.functions);
  const tool = catalog.deployTools.find(({ id }) => id === answers.deploy)!;
  const provider = catalog.ciProviders.find(({ id }) => id === answers.ci)!;
  const cells = cellsOf(catalog.templates, {
    base: [answers.base],
    family: [...new Set([...language.families, ...tool.families])],
    language: [language.id],
    style: [answers.style],
    event: [...new Set(functions.map(({ event }) => event))],
    deploy: [tool.id],
    state: [answers.state],
    ci: [provider.id],
    agentsMd: [answers.agentsMd],
  });
  const parts = partsOf(cells, viewIn);
  const tokens = projectTokens(answers.name);
  const userFiles = [style, tool, provider]
    .flatMap((each) => each.userFiles)
    .map((file) => replaceTokens(file, tokens));
  // The variables and functions that templates can use.
  const view: View = {
    ...answers,
    ...tokens,
    title: language.title,
    version: language.versions.find((each) => each.version === answers.languageVersion),
    platform: platformOf(answers.architecture),
    runner: provider.runners?.[answers.architecture],
    userFiles,
    /** All of them; the image's CMD is the handler of the first. */
    functions,
    first: functions[0],
    generatorVersion,
    ...parts,
  };
  /** The parts of an event see the functions that have it. */
  function viewIn({ values: { event } }: Cell): View {
    if (event === undefined) return view;
    const own = functions.filter((fn) => fn.event === event);
    return { ...view, functions: own, first: own[0] };
  }
  return { cells, functions, parts, tokens, userFiles, view };
}

class FileList {
  readonly #files = new Map<string, { cell: string; file: PlannedFile }>();
  readonly #cells: readonly Cell[];
  readonly #parts: Parts;
  readonly #userFiles: readonly string[];

  constructor(cells: readonly Cell[], parts: Parts, userFiles: readonly string[]) {
    this.#cells = cells;
    this.#parts = parts;
    this.#userFiles = userFiles;
  }

  /** No cell overrides another, so that it is clear where a file comes from. */
  add(cell: Cell, kind: 'project' | 'function', tokens: Tokens, view: View): void {
    for (const file of filesOf(cell, kind)) {
      const target = replaceTokens(file.replace(/\.ejs$/, ''), tokens);
      const other = this.#files.get(target);
      if (other !== undefined) {
        throw new ScaffoldError('failed', {
          problem: `templates/${other.cell} and templates/${cell.name} both produce ${target}.`,
          fix: 'Remove one of the two. Nothing was written.',
        });
      }
      const source = path.join(cell.directory, kind, file);
      const own = file.endsWith('.ejs') ? Buffer.from(render(source, view)) : readFileSync(source);
      const contents = this.#parts.mergeParts(target, own);
      const planned: PlannedFile = {
        path: target,
        contents,
        executable: contents.subarray(0, 2).toString('latin1') === '#!',
        owner: kind === 'function' || this.#isUsers(target) ? 'user' : 'generator',
      };
      this.#files.set(target, { cell: cell.name, file: planned });
    }
  }

  requireFilesOf({ handlerFile, testFile, sample, event }: NamedFunction): void {
    const expected = sample.replace(/\.json$/, '.expected.json');
    for (const file of [handlerFile, testFile, sample, expected]) {
      if (this.#files.has(file)) continue;
      throw new ScaffoldError('failed', {
        problem: [
          `Expected the file ${file} for a function with the event ${event}, found it in none of`,
          ...this.#cells.map((cell) => `  templates/${cell.name}/function/`),
        ].join('\n'),
        fix: 'Add it to one of them. Nothing was written.',
      });
    }
  }

  inOrder(): PlannedFile[] {
    return [...this.#files.values()]
      .map(({ file }) => file)
      .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  #isUsers(file: string): boolean {
    return this.#userFiles.some((mine) =>
      mine.endsWith('/') ? file.startsWith(mine) : file === mine,
    );
  }
}
