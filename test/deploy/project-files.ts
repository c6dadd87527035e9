import type { Catalog } from '../../scaffold/catalog/catalog.ts';
import { defaultStyle } from '../../scaffold/catalog/language-styles.ts';
import type { ProjectFunction } from '../../scaffold/plan/functions.ts';
import { plan } from '../../scaffold/plan/plan.ts';
import type { Tree } from '../helpers/temporary-directory.ts';

export type Functions = readonly [ProjectFunction, ...ProjectFunction[]];

/** The files of a project in Python, or in another language, that is deployed with this tool. */
export function projectFiles(
  catalog: Catalog,
  deploy: string,
  functions: Functions,
  languageId = 'python',
  state = 'none',
): Tree {
  const language = catalog.languages.find(({ id }) => id === languageId)!;
  const answers = {
    name: functions[0].name,
    language: language.id,
    languageVersion: language.versions[0].version,
    base: language.bases[0],
    style: defaultStyle,
    architecture: 'arm64',
    deploy,
    state,
    ci: 'none',
    agentsMd: 'no',
  };
  return Object.fromEntries(
    plan(catalog, { answers, functions }, '0.0.0').map(({ path, contents }) => [
      path,
      contents.toString(),
    ]),
  );
}

/**
 * A project with a function for each event source, and names of two kinds. The first one, which has the names of the
 * project, has this event. With more functions, there would be more resources than a stack can have.
 */
export function everyEvent(catalog: Catalog, first: string): Functions {
  const events = catalog.events.map(({ id }) => id);
  return [
    { name: 'orders-api', event: first },
    ...events.map((event, index) => ({
      name: index % 2 === 0 ? `${event}-mails` : `more_${event}`,
      event,
    })),
  ];
}

/** Two functions with the same event. */
export function twice(event: string): Functions {
  return [
    { name: 'orders-api', event },
    { name: 'refund', event },
  ];
}
