import type { Catalog } from '../catalog/catalog.ts';
import type { Language } from '../catalog/language.ts';
import { languageEvents } from '../catalog/language-events.ts';
import { defaultStyle, languageStyles } from '../catalog/language-styles.ts';
import type { Problem } from '../scaffold-error.ts';
import { checkName } from './project-name.ts';

/** The options of a project, besides its functions. */
export interface Answers {
  readonly name: string;
  readonly language: string;
  readonly style: string;
  readonly base: string;
  readonly architecture: string;
  readonly languageVersion: string;
  /** The id of a deploy tool, or `none`. */
  readonly deploy: string;
  /** The id of a state store, or `none`: what the functions keep their state in. */
  readonly state: string;
  /** The id of a CI provider, or `none`. */
  readonly ci: string;
  /** Whether it has an AGENTS.md: `yes` or `no`. */
  readonly agentsMd: string;
}

/** The event belongs to a function: here, to the first one of the project. */
export type OptionName = keyof Answers | 'event';

export type Values = Partial<Record<OptionName, string>>;

export interface Choice {
  readonly value: string;
  readonly title?: string;
  readonly aliases?: readonly string[];
}

/** What an option may depend on: the catalog, and the values of earlier options. */
export interface Context {
  readonly catalog: Catalog;
  readonly values: Values;
}

export interface Option {
  readonly name: OptionName;
  /** Without the dashes. The name of the project has none: it is the positional argument. */
  readonly flag: string | undefined;
  /** Stands for the value in help. */
  readonly placeholder: string;
  readonly question: string;
  readonly help: string;
  /** Whether a project keeps it: changing it would mean another project. */
  readonly isFixed: boolean;
  /** Its values are `yes` and `no`, its flag takes none: --agents-md, --no-agents-md. Nothing is asked. */
  readonly isSwitch?: boolean;
  /** The choices are those of the language. */
  readonly isOfLanguage?: boolean;
  /** The option that the choices follow from. */
  readonly follows?: OptionName;
  /** The value of a project that is older than this option. Not needed if every project has a recorded value. */
  before?(context: Context): string;
  choices?(context: Context): readonly Choice[];
  default(context: Context): string;
  check?(value: string, context: Context): Problem | undefined;
}

/** A flag that says how to run, not what to generate. */
export interface RunFlag {
  readonly name: 'yes' | 'noGit' | 'dryRun' | 'json' | 'force';
  /** Without the dashes. */
  readonly flag: string;
  readonly short?: string;
  readonly help: string;
}

const defaultLanguage = 'elixir';
export const defaultEvent = 'direct';
/** Without a deploy tool, without a state store, and without continuous integration. */
export const none = 'none';

/**
 * Every option once, in the order of the questions. Flags, questions, help, checks and the record in
 * .yo-rc.json are derived from this table, for `yo` and for `lambda-container new`.
 */
export const options: readonly Option[] = [
  {
    name: 'language',
    flag: 'language',
    placeholder: 'id',
    question: 'Language',
    help: 'programming language',
    isFixed: true,
    choices: ({ catalog }) =>
      catalog.languages.map(({ id, title, aliases }) => ({ value: id, title, aliases })),
    default: () => defaultLanguage,
  },
  {
    name: 'name',
    flag: undefined,
    placeholder: 'name',
    question: 'Project name',
    help: 'name of the project, its directory and its function',
    isFixed: true,
    default: () => 'hello',
    check: (value, { catalog, values }) =>
      checkName(
        value,
        catalog,
        catalog.languages.find(({ id }) => id === values.language),
      ),
  },
  {
    name: 'style',
    flag: 'style',
    placeholder: 'style',
    question: 'Style',
    help: 'a project of the language, or a single file',
    isFixed: false,
    isOfLanguage: true,
    before: () => defaultStyle,
    choices: (context) =>
      titled(languagesOf(context).flatMap(languageStyles), context.catalog.styles),
    default: () => defaultStyle,
  },
  {
    name: 'event',
    flag: 'event',
    placeholder: 'source',
    question: 'Event source',
    help: 'event source of the function',
    isFixed: true,
    isOfLanguage: true,
    choices: (context) => {
      const ids = new Set(
        languagesOf(context).flatMap((language) =>
          stylesOf(language, context).flatMap((style) =>
            languageEvents(context.catalog, language, style),
          ),
        ),
      );
      return defaultFirst(
        context.catalog.events.filter(({ id }) => ids.has(id)),
        defaultEvent,
      ).map(({ id, title }) => ({ value: id, title: `${id}: ${title}` }));
    },
    default: () => defaultEvent,
  },
  {
    name: 'base',
    flag: 'base',
    placeholder: 'base',
    question: 'Base image',
    help: 'base image of the function',
    isFixed: false,
    isOfLanguage: true,
    choices: (context) =>
      titled(
        languagesOf(context).flatMap(({ bases }) => bases),
        context.catalog.bases,
      ),
    default: (context) => languagesOf(context)[0]!.bases[0],
  },
  {
    name: 'architecture',
    flag: 'architecture',
    placeholder: 'name',
    question: 'Processor architecture on Lambda',
    help: 'processor architecture on Lambda',
    isFixed: false,
    choices: () => [
      { value: 'x86_64', aliases: ['amd64', 'x64'] },
      { value: 'arm64', aliases: ['aarch64'] },
    ],
    default: () => (process.arch === 'arm64' ? 'arm64' : 'x86_64'),
  },
  {
    name: 'languageVersion',
    flag: 'language-version',
    placeholder: 'version',
    question: 'Language version',
    help: 'version of the language',
    isFixed: false,
    isOfLanguage: true,
    choices: (context) =>
      unique(languagesOf(context).flatMap(({ versions }) => versions.map((v) => v.version))).map(
        (value) => ({ value }),
      ),
    default: (context) => languagesOf(context)[0]!.versions[0].version,
  },
  {
    name: 'deploy',
    flag: 'deploy',
    placeholder: 'tool',
    question: 'Deploy tool',
    help: 'tool that the project is deployed with',
    isFixed: false,
    before: () => none,
    choices: ({ catalog }) => noneFirst(catalog.deployTools),
    default: () => none,
  },
  {
    name: 'state',
    flag: 'state',
    placeholder: 'store',
    question: 'State store',
    help: 'where the functions keep state; needs a deploy tool',
    isFixed: false,
    follows: 'deploy',
    before: () => none,
    // Deploy tools create it.
    choices: ({ catalog, values }) =>
      noneFirst(
        values.deploy === none
          ? catalog.stateStores.filter(({ id }) => id === none)
          : catalog.stateStores,
      ),
    default: () => none,
  },
  {
    name: 'ci',
    flag: 'ci',
    placeholder: 'provider',
    question: 'Continuous integration',
    help: 'continuous integration that tests the project, and deploys it',
    isFixed: false,
    before: () => none,
    choices: ({ catalog }) => noneFirst(catalog.ciProviders),
    default: () => none,
  },
  {
    name: 'agentsMd',
    flag: 'agents-md',
    placeholder: 'yes|no',
    question: 'AGENTS.md',
    help: 'write an AGENTS.md: what coding agents need to know',
    isFixed: false,
    isSwitch: true,
    before: () => 'no',
    choices: () => [{ value: 'yes' }, { value: 'no' }],
    default: () => 'no',
  },
];

export const runFlags: readonly RunFlag[] = [
  { name: 'yes', flag: 'yes', short: 'y', help: 'use defaults for unanswered questions' },
  { name: 'noGit', flag: 'no-git', help: 'do not run git init in a new directory' },
  { name: 'dryRun', flag: 'dry-run', help: 'show what would be done, write nothing' },
  { name: 'json', flag: 'json', help: 'print one JSON document on standard output, ask nothing' },
  { name: 'force', flag: 'force', help: 'overwrite files that you have changed' },
];

/** The flag that turns a switch off. */
export function negationOf(flag: string): string {
  return `no-${flag}`;
}

/** In the order of the usage line, which begins with the name. */
export function nameFirst(some: readonly Option[]): Option[] {
  return some.toSorted((a, b) => Number(a.flag !== undefined) - Number(b.flag !== undefined));
}

/** The chosen language, or every one of them, the default first, while none is chosen. */
function languagesOf({ catalog, values }: Context): readonly Language[] {
  const chosen = catalog.languages.filter(({ id }) => id === values.language);
  return chosen.length > 0 ? chosen : defaultFirst(catalog.languages, defaultLanguage);
}

/** The chosen style, or every one that the language has. */
function stylesOf(language: Language, { values }: Context): readonly string[] {
  return values.style === undefined ? languageStyles(language) : [values.style];
}

function titled(
  ids: readonly string[],
  values: readonly { readonly id: string; readonly title: string }[],
): Choice[] {
  return unique(ids).map((id) => ({
    value: id,
    title: `${id}: ${values.find((value) => value.id === id)?.title ?? id}`,
  }));
}

function noneFirst(values: readonly { readonly id: string; readonly title: string }[]): Choice[] {
  const ids = defaultFirst(values, none).map(({ id }) => id);
  return titled(ids, values);
}

function defaultFirst<T extends { readonly id: string }>(values: readonly T[], id: string): T[] {
  return values.toSorted((a, b) => Number(b.id === id) - Number(a.id === id));
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
