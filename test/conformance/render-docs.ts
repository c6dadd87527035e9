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

The conformance suite tests generated projects against Lambda's contract: ${count} cases for every language.
Each runs in an execution environment like Lambda's: read-only, with freezes and broken connections. To test the suite itself, a
runtime with one defect per case has to fail each of them.

✓ means that the function complies. A number links to [what the client does instead](#where-a-client-falls-short). An empty cell means
that the language cannot express the case. *RIE* marks the cases that are also run through the Runtime Interface Emulator, which
can neither freeze a function nor break a connection.

| Language | Runtime or runtime interface client |
| --- | --- |
${clients.join('\n')}

\`npm run docs:conformance\` generates this page from the table of cases. The suite fails if a result differs from this page.`;
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
    row(['Case', ...titles, 'RIE', "Lambda's contract"]),
    row(['---', ...titles.map(() => ':-:'), ':-:', '---']),
    ...rows,
  ].join('\n');
}

function cell(each: Case, language: string, { deviations }: Results): string {
  if (!applies(each, language)) return '';
  const index = deviations.findIndex(
    (deviation) => deviation.case === each.id && deviation.languages.includes(language),
  );
  return index < 0 ? '✓' : `[${index + 1}](#where-a-client-falls-short)`;
}

function deviationTable({ deviations, groups, languages }: Results): string {
  const clients = new Map(languages.map(({ id, client }) => [id, client.name]));
  const names = new Map(groups.flatMap(({ cases }) => cases.map(({ id, name }) => [id, name])));
  const rows = deviations.map(
    ({ case: id, languages: [language], line, instead, project }, index) =>
      row([
        `${index + 1}`,
        `[${capitalized(names.get(id)!)}](#${id})`,
        clients.get(language!)!,
        line === undefined ? '' : `\`${line}\``,
        instead,
        project,
      ]),
  );
  return [
    '## Where a client falls short',
    '',
    'Lines are those of the published packages. `runtime.cpp` is in `deps/aws-lambda-cpp.tar.xz` of aws-lambda-ric.',
    '',
    row(['', 'Case', 'Client', 'Line', 'What it does instead', 'What the project does about it']),
    row(['--:', '---', '---', '---', '---', '---']),
    ...rows,
  ].join('\n');
}

const foot = `## Run the suite

\`\`\`sh
npx vitest run --project conformance                        # every language on its default base, and a runtime with defects
TEST_MATRIX=full npx vitest run --project conformance       # every version on every base
npx vitest run --project conformance -t 'elixir .* on scratch'
\`\`\`
`;

function row(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
