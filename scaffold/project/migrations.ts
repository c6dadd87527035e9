/** The number of the record's shape. It grows when an older one cannot be read as it is. */
export const schema = 1;

/** What the user has to do in a file of their own when the layout has changed. */
export interface Edit {
  /** Where to look, below the project. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

type Stored = Readonly<Record<string, unknown>>;

interface Migration {
  readonly migrate: (record: Stored) => Stored;
  readonly edits: (record: Stored) => readonly Edit[];
}

/** Each takes a record one schema further; the first is for records that have no number. */
const migrations: readonly Migration[] = [
  {
    // The layout with runtime/, docker/ and the events of the one function right in events/.
    migrate: ({ generatorVersion, files, ...answers }) => ({
      generatorVersion,
      answers,
      functions: [{ name: answers['name'], event: 'direct' }],
      files,
    }),
    edits: ({ name, language }) => [
      ...(language === 'elixir'
        ? [{ file: 'mix.exs', from: 'path: "runtime"', to: 'path: "vendor/lambda_runtime"' }]
        : []),
      ...(language === 'erlang'
        ? [
            {
              file: 'rebar.config',
              from: '{project_app_dirs, [".", "runtime"]}',
              to: '{project_app_dirs, [".", "vendor/lambda_runtime"]}',
            },
          ]
        : []),
      { file: 'events/', from: 'events/NAME.json', to: `events/${String(name)}/NAME.json` },
    ],
  },
];

/** Brings what is recorded to today's schema; undefined for one that is newer. What is malformed stays so. */
export function migrateRecord(
  stored: unknown,
): { record: unknown; edits: readonly Edit[] } | undefined {
  if (typeof stored !== 'object' || stored === null) return { record: stored, edits: [] };
  let record = stored as Stored;
  const from = record['schema'] ?? 0;
  if (typeof from !== 'number') return { record, edits: [] };
  if (from > schema) return undefined;
  const edits: Edit[] = [];
  for (const { migrate, edits: editsOf } of migrations.slice(from)) {
    edits.push(...editsOf(record));
    record = migrate(record);
  }
  return { record: { ...record, schema }, edits };
}

/** The lines that tell the user what to edit. */
export function describeEdits(edits: readonly Edit[]): string[] {
  if (edits.length === 0) return [];
  return [
    '',
    'The layout of projects has changed. In files that you keep as they are, make these edits:',
    ...edits.map(({ file, from, to }) => `  ${file}: ${from}  ->  ${to}`),
  ];
}
