import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { formatRows } from '../../terminal/columns.ts';
import { type Flag, flagRows, readFlags, type Typed } from '../../terminal/flags.ts';
import { formatHelp } from '../../terminal/help.ts';
import { printDocument } from '../../terminal/print.ts';
import type { Command } from '../command.ts';

const summary = 'Print an event as its source sends it.';

const flags: readonly Flag[] = [
  {
    name: 'set',
    placeholder: 'path=value',
    isRepeatable: true,
    help: 'set a value, and what follows from it: checksums, lengths, ARNs; repeatable',
  },
  { name: 'sample', placeholder: 'name', help: 'another event of the same source' },
  { name: 'list', help: 'list the event sources and their samples' },
  { name: 'json', help: 'with --list, print one JSON document' },
];

/** `lambda-container event <source>`: the event on stdout, for `invoke --event -`, unit tests and files. */
export const eventCommand: Command = {
  name: 'event',
  usage: 'event <source> [options]',
  summary,
  help: () =>
    formatHelp({
      usage: ['lambda-container event <source> [options]', 'lambda-container event --list'],
      summary,
      details: [
        'To invoke a function with it: lambda-container event sqs | lambda-container invoke IMAGE --event -',
        'To set a value: --set \'Records[0].body={"orderId":"A-1"}\'',
      ],
      rows: flagRows(flags),
    }),
  async run(args) {
    const typed = readFlags(flags, args);
    const { loadCatalog } = await import('../../scaffold/catalog/load-catalog.ts');
    const { sampleEvent } = await import('../../scaffold/samples/sample-event.ts');
    const catalog = loadCatalog();
    if (typed.isOn('list')) {
      const { sampleSources } = await import('../../scaffold/samples/sample-sources.ts');
      const sources = sampleSources(catalog).map(({ id, title, samples }) => ({
        source: id,
        title,
        samples: [...samples.keys()],
      }));
      if (typed.isOn('json')) printDocument(JSON.stringify({ ok: true, sources }));
      else console.log(listed(sources));
      return;
    }
    const sample = sampleEvent(catalog, {
      source: sourceIn(typed),
      sample: typed.value('sample'),
      sets: typed.values('set'),
    });
    printDocument(JSON.stringify(sample, null, 2));
  },
};

function listed(
  sources: readonly { source: string; title: string; samples: readonly string[] }[],
): string {
  return formatRows(
    sources.map(
      ({ source, title, samples }) => [source, `${title}: ${samples.join(', ')}`] as const,
    ),
  ).join('\n');
}

function sourceIn({ positionals }: Typed): string {
  const [source, ...others] = positionals;
  if (source !== undefined && others.length === 0) return source;
  throw new CliError(exitCode.usage, {
    problem: `Expected one event source, found ${source === undefined ? 'none' : positionals.join(' ')}.`,
    fix:
      source === undefined
        ? 'lambda-container event --list shows all of them.'
        : 'Select a sample with --sample. lambda-container event --list shows all of them.',
  });
}
