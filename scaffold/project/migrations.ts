/** The version of the record's format. It grows when older records have to be converted. */
export const schema = 1;

/** An edit that the user has to make in their own file after a change of the layout. */
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

/** Each converts a record to the next schema. The first one is for records without a number. */
const migrations: readonly Migration[] = [
  {
    // The layout with runtime/, docker/, and the events of the only function directly in events/.
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

/** Converts a record to the current schema; undefined for a newer one. Malformed records stay malformed. */
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
