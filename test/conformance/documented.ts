import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { packageRoot } from '../../scaffold/package-root.ts';
import { deviations } from './deviations.ts';
import { readFunction } from './function-under-test.ts';
import { groups } from './groups.ts';
import { type DocumentedLanguage, renderDocs } from './render-docs.ts';

const languages: DocumentedLanguage[] = loadCatalog().languages.map(({ id, title }) => ({
  id,
  title,
  client: readFunction(id).client,
}));

export const docsFile = `${packageRoot}/docs/conformance.md`;

/** docs/conformance.md as it is to be. */
export function documented(): string {
  return renderDocs({ groups, deviations, languages });
}
