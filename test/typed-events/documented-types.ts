import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { packageRoot } from '../../scaffold/package-root.ts';
import { sampleSources } from '../../scaffold/samples/sample-sources.ts';

export const docsFile = path.join(packageRoot, 'docs/sample-events.md');

/** The libraries, in the order of the columns. A directory of each name has the types that it has, in types.txt. */
export const libraries = [
  'aws-lambda-go',
  'aws-lambda-java-events',
  'aws_lambda_events',
  'powertools-python',
  'types-aws-lambda',
] as const;

export type Library = (typeof libraries)[number];

const names: Readonly<Record<Library, string>> = {
  'aws-lambda-go': 'aws-lambda-go',
  'aws-lambda-java-events': 'aws-lambda-java-events',
  aws_lambda_events: 'aws_lambda_events',
  'powertools-python': 'Powertools for Python',
  'types-aws-lambda': '@types/aws-lambda',
};

/** The type of each sample, SOURCE/NAME, in a library; none for those that it has no type for. */
export function typesOf(library: Library): ReadonlyMap<string, string> {
  const lines = readFileSync(path.join(import.meta.dirname, library, 'types.txt'), 'utf8');
  const types = lines.matchAll(/^(\S+): (.+)$/gm);
  return new Map(
    [...types].filter(([, , type]) => type !== '-').map(([, sample, type]) => [sample!, type!]),
  );
}

/** docs/sample-events.md as it is, with its tables as they should be. */
export function documentedTypes(): string {
  return [
    ['sources', sourceTable()],
    ['types', typeTable()],
  ].reduce((docs, [name, table]) => withTable(docs, name!, table!), readFileSync(docsFile, 'utf8'));
}

function withTable(docs: string, name: string, table: string): string {
  const begin = `<!-- The ${name}: made by \`npm run docs:samples\` -->\n`;
  const end = `\n<!-- End of the ${name} -->`;
  const [from, to] = [docs.indexOf(begin), docs.indexOf(end)];
  if (from === -1 || to < from) {
    throw new Error(`Expected "${begin.trim()}" and "${end.trim()}" in ${docsFile}.`);
  }
  return `${docs.slice(0, from)}${begin}\n${table}\n${docs.slice(to)}`;
}

function sourceTable(): string {
  const rows = sampleSources(loadCatalog()).map(({ id, title, samples }) =>
    row([`\`${id}\``, title, codes([...samples.keys()])]),
  );
  return [row(['Source', 'What it sends', 'Samples']), row(['---', '---', '---']), ...rows].join(
    '\n',
  );
}

/** One row for the samples of a source that have the same types. */
function typeTable(): string {
  const types = libraries.map((library) => typesOf(library));
  const rows = sampleSources(loadCatalog()).flatMap(({ id, samples }) => {
    const groups = Map.groupBy(samples.keys(), (name) =>
      row(
        types.map((each, index) => {
          const type = each.get(`${id}/${name}`);
          return type === undefined ? '' : `\`${shorten[libraries[index]!](type)}\``;
        }),
      ),
    );
    return [...groups].map(([cells, group]) => {
      const all = group.length === samples.size;
      return `| \`${id}\`${all ? '' : `: ${group.join(', ')}`} ${cells}`;
    });
  });
  const columns = ['Source', ...libraries.map((library) => names[library])];
  return [row(columns), row(columns.map(() => '---')), ...rows].join('\n');
}

/** How users write a type, who have imported the library. */
const shorten: Readonly<Record<Library, (type: string) => string>> = {
  'aws-lambda-go': (type) => type.replace(/^\*(events\.)?/, ''),
  'aws-lambda-java-events': (type) => type,
  // Types are in the modules of their sources, though some are written in modules below.
  aws_lambda_events: (type) =>
    type.replaceAll(/aws_lambda_events::event::|alloc::vec::|(?<=::)(event|v1|v2)::/g, ''),
  'powertools-python': (type) => type.replace(/^RootModel\[(.*)\]$/, '$1'),
  // Without what the program makes of it so that the event fits: Unanswered<Lambda.PreSignUpTriggerEvent>.
  'types-aws-lambda': (type) => type.replace(/^\w+<(Lambda\..*)>$/, '$1').replace('Lambda.', ''),
};

function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
