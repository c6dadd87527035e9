import { applies, type Case, type CaseGroup } from './case.ts';
import type { Deviation } from './deviations.ts';

/** A column of the table. */
export interface DocumentedLanguage {
  id: string;
  title: string;
  /** What takes its events from Lambda. */
  client: { name: string; origin: string };
}

interface Results {
  groups: readonly CaseGroup[];
  /** Their numbers in the text are those of this order. */
  deviations: readonly Deviation[];
  languages: readonly DocumentedLanguage[];
}

/** docs/conformance.md. */
export function renderDocs(results: Results): string {
  return [
    head(results),
    ...results.groups.map((group) => groupTable(group, results)),
    deviationTable(results),
    foot,
  ].join('\n\n');
}

function head({ groups, languages }: Results): string {
  const count = groups.flatMap(({ cases }) => cases).length;
  const clients = languages.map(
    ({ title, client: { name, origin } }) => `| ${title} | \`${name}\`, ${origin} |`,
  );
  return `# Conformance

What Lambda promises a function, tried with every language on every base: ${count} cases, each in an execution environment
as on Lambda: read-only, frozen, with connections that break. A runtime with a defect for each case shows that the cases
find it.

✓ means that the promise is kept. A number leads to [what the client does instead](#where-a-client-falls-short).
An empty cell means that the language has no way to ask for it. *RIE* marks the cases that are tried through the Runtime
Interface Emulator as well, which can neither freeze nor break a connection.

| Language | Takes events from Lambda with |
| --- | --- |
${clients.join('\n')}

This page is made from the table of cases by \`npm run docs:conformance\`, and the suite fails when a result is not as it
stands here.`;
}

function groupTable({ title, cases }: CaseGroup, results: Results): string {
  const titles = results.languages.map((language) => language.title);
  const rows = cases.map((each) => {
    const { id, name, promise, source } = each;
    const cells = results.languages.map((language) => cell(each, language.id, results));
    const rie = each.rie === true ? '✓' : '';
    return row([
      `<a id="${id}"></a>${capitalized(name)}`,
      ...cells,
      rie,
      `[${promise}](${source})`,
    ]);
  });
  return [
    `## ${title}`,
    '',
    row(['Case', ...titles, 'RIE', 'What Lambda promises']),
    row(['---', ...titles.map(() => ':-:'), ':-:', '---']),
    ...rows,
  ].join('\n');
}

function cell(each: Case, language: string, { deviations }: Results): string {
  if (!applies(each, language)) return '';
  const index = deviations.findIndex(
    (deviation) => deviation.case === each.id && deviation.language === language,
  );
  return index < 0 ? '✓' : `[${index + 1}](#where-a-client-falls-short)`;
}

function deviationTable({ deviations, groups, languages }: Results): string {
  const clients = new Map(languages.map(({ id, client }) => [id, client.name]));
  const names = new Map(groups.flatMap(({ cases }) => cases.map(({ id, name }) => [id, name])));
  const rows = deviations.map(({ case: id, language, instead, project }, index) =>
    row([
      `${index + 1}`,
      `[${capitalized(names.get(id)!)}](#${id})`,
      clients.get(language)!,
      instead,
      project,
    ]),
  );
  return [
    '## Where a client falls short',
    '',
    row(['', 'Case', 'Client', 'What it does instead', 'What the project does about it']),
    row(['--:', '---', '---', '---', '---']),
    ...rows,
  ].join('\n');
}

const foot = `## Try it

\`\`\`sh
npx vitest run --project conformance                     # all languages, both bases, and the runtime with defects
npx vitest run --project conformance -t 'elixir .* on scratch'
\`\`\`
`;

function row(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
