import path from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import type { Language } from '../catalog/language.ts';
import { languageEvents } from '../catalog/language-events.ts';
import { languageStyle } from '../catalog/language-styles.ts';
import { checkFunctionName, checkName } from '../options/project-name.ts';
import { type NamedFunction, nameFunctions, type ProjectFunction } from '../plan/functions.ts';
import type { Answers } from '../options/options.ts';
import { type ErrorKind, type Problem, ScaffoldError } from '../scaffold-error.ts';

/** What is wrong with a function of a project. */
export interface FunctionFault {
  /** Undefined if there can be no such function, whatever its name and its event. */
  readonly field: 'name' | 'event' | undefined;
  readonly kind: ErrorKind;
  readonly problem: Problem;
}

/**
 * Throws a ScaffoldError for a recorded function that cannot be: names become paths of files, and an event needs
 * its templates.
 */
export function checkFunctions(
  functions: readonly ProjectFunction[],
  catalog: Catalog,
  language: Language,
  answers: Answers,
): void {
  for (const index of functions.keys()) {
    const fault = functionFault(functions, index, catalog, language, answers);
    if (fault === undefined) continue;
    const { problem, fix } = fault.problem;
    const field = fault.field === undefined ? 'functions' : `functions[${index}].${fault.field}`;
    throw new ScaffoldError('usage', { problem: `.yo-rc.json, ${field}: ${problem}`, fix });
  }
}

/** What is wrong with the function at `index`, given those before it. */
export function functionFault(
  functions: readonly ProjectFunction[],
  index: number,
  catalog: Catalog,
  language: Language,
  { name: projectName, style }: Answers,
): FunctionFault | undefined {
  const { name, event } = functions[index]!;
  const others = functions.slice(0, index);
  const styled = languageStyle(language, style);
  if (index > 0 && styled.function.further === undefined) {
    return {
      field: undefined,
      kind: 'usage',
      problem: {
        problem: `expected one function in a project of the style ${style}, found ${functions.length}.`,
        fix: 'A project of several files can have more: lambda-container new --style project',
      },
    };
  }
  if (others.some((other) => other.name === name)) {
    return {
      field: 'name',
      kind: 'conflict',
      problem: {
        problem: `"${name}" is the name of another function, too.`,
        fix: 'Give each function a name of its own.',
      },
    };
  }
  const events = languageEvents(catalog, language, style);
  if (!events.includes(event)) {
    return {
      field: 'event',
      kind: 'usage',
      problem: {
        problem: `expected one of ${events.join(', ')} for ${language.title}, found "${event}".`,
        fix: 'Use one of these, or install a newer version of the generator.',
        typo: { typed: event, candidates: events, format: (candidate) => `--event ${candidate}` },
      },
    };
  }
  const [first, ...further] = nameFunctions(
    catalog,
    styled,
    projectName,
    functions.slice(0, index + 1),
  );
  const named = further.at(-1);
  const problem =
    named === undefined
      ? checkName(name, catalog, language)
      : checkFunctionName(name, named.module, catalog, language);
  if (problem !== undefined) return { field: 'name', kind: 'usage', problem };
  const twin = [first!, ...further].slice(0, index).find((other) => isTwin(other, named!));
  if (twin === undefined) return undefined;
  return {
    field: 'name',
    kind: 'conflict',
    problem: {
      problem: `"${name}" is too similar to "${twin.name}": in ${language.title}, the names of their files, modules or deployed resources would be the same.`,
      fix: 'Choose another name.',
    },
  };
}

/**
 * Whether two functions cannot be in one project. Files of the same name in two directories, such as a handler and a unit
 * test, are modules of the same name in Erlang and Python. Deploy tools derive names from the identifier: refund-2 and refund2
 * are both Refund2.
 */
function isTwin(one: NamedFunction, other: NamedFunction): boolean {
  const stems = new Set(stemsOf(one));
  return (
    one.module === other.module ||
    one.tokens['Ident'] === other.tokens['Ident'] ||
    stemsOf(other).some((stem) => stems.has(stem))
  );
}

/** src/refund.test.ts -> refund.test. A file that is not named after the function, such as src/refund/tests.rs, is itself. */
function stemsOf({ path: own, handlerFile, testFile }: NamedFunction): string[] {
  return [handlerFile, testFile].map((file) => {
    const stem = path.posix.parse(file).name;
    return stem.includes(path.posix.basename(own)) ? stem : file;
  });
}
