import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { clientOwner } from './function-under-test.ts';

/** Where a runtime interface client does not keep a promise. The suite asserts every line of it. */
export interface Deviation {
  /** The id of the case. */
  case: string;
  /** Those that have this client. */
  languages: readonly string[];
  /** The line of the published client that does it, such as `index.mjs:1068`; none where something is missing in it. */
  line?: string;
  /** What it does in place of what is promised. */
  instead: string;
  /** The client does so only at times: whether it sees that a connection is closed before it uses it again, for example. */
  atTimes?: true;
  /** What the generated project does about it, and what is left for its user. */
  project: string;
}

const ids = loadCatalog().languages.map(({ id }) => id);

/** Those in functions/<language>/deviations.json: a client that keeps every promise has no such file. */
export const deviations: readonly Deviation[] = ids.flatMap((id) => {
  const file = path.join(import.meta.dirname, 'functions', id, 'deviations.json');
  if (!existsSync(file)) return [];
  const found = JSON.parse(readFileSync(file, 'utf8')) as Omit<Deviation, 'languages'>[];
  const languages = ids.filter((other) => clientOwner(other) === id);
  return found.map((deviation) => ({ ...deviation, languages }));
});

/** How the language deviates in that case, if it does. */
export function deviationOf(caseId: string, language: string): Deviation | undefined {
  return deviations.find(
    (deviation) => deviation.case === caseId && deviation.languages.includes(language),
  );
}
