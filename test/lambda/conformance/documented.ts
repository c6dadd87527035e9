import { readFileSync } from 'node:fs';

import { loadLanguages } from '../../../scaffold/catalog/languages.ts';
import { packageRoot } from '../../../scaffold/package-root.ts';
import { deviations } from '../../../lambda/conformance/deviations.ts';
import { groups } from '../../../lambda/conformance/groups.ts';
import { type DocumentedLanguage, renderDocs } from '../../../lambda/conformance/render-docs.ts';

/** Of AWS's clients a project has one version locked; the BEAM's runtime is the project's own. */
const clientOf = (language: string): string => {
  if (language !== 'nodejs') return "`lambda_runtime`, the project's own";
  return `\`${nodejsClient()}\`, of AWS`;
};

/** Name and version of the client in a project of Node.js. */
export const nodejsClient = (): string => {
  const lock = `${packageRoot}/templates/languages/nodejs/project/runtime/package-lock.json`;
  const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as {
    packages: Record<string, { version: string }>;
  };
  return `aws-lambda-ric ${packages['node_modules/aws-lambda-ric']!.version}`;
};

const languages: DocumentedLanguage[] = loadLanguages().map(({ id, title }) => ({
  id,
  title,
  client: clientOf(id),
}));

export const docsFile = `${packageRoot}/docs/conformance.md`;

/** docs/conformance.md as it is to be. */
export const documented = (): string => renderDocs({ groups, deviations, languages });
