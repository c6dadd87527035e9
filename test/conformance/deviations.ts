import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';

/** Where a runtime interface client does not keep a promise. The suite asserts every line of it. */
export interface Deviation {
  /** The id of the case. */
  case: string;
  language: string;
  /** What it does in place of what is promised. */
  instead: string;
  /** What the generated project does about it, and what is left for its user. */
  project: string;
}

/** Those in functions/<language>/deviations.json: a client that keeps every promise has no such file. */
export const deviations: readonly Deviation[] = loadCatalog().languages.flatMap(({ id }) => {
  const file = path.join(import.meta.dirname, 'functions', id, 'deviations.json');
  if (!existsSync(file)) return [];
  const found = JSON.parse(readFileSync(file, 'utf8')) as Omit<Deviation, 'language'>[];
  return found.map((deviation) => ({ ...deviation, language: id }));
});

/** How the language deviates in that case, if it does. */
export function deviationOf(caseId: string, language: string): Deviation | undefined {
  return deviations.find(
    (deviation) => deviation.case === caseId && deviation.language === language,
  );
}
