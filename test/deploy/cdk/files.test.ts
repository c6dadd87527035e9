import { format } from 'prettier';
import { describe, expect, test } from 'vitest';

import { languageEvents } from '../../../scaffold/catalog/language-events.ts';
import { defaultStyle } from '../../../scaffold/catalog/language-styles.ts';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { everyEvent, projectFiles } from '../project-files.ts';

const catalog = loadCatalog();
/** In a state machine: all names but those of Lambda. */
const errorsOfTheLanguage = /(?<="ErrorEquals": \[\s*)"[^"]+"/g;
const functions = everyEvent(catalog, 'http');

function cdkFiles(language: string, some = functions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(projectFiles(catalog, 'cdk', some, language)).filter(([file]) =>
      file.startsWith('cdk/'),
    ),
  );
}

describe.each(catalog.languages.map(({ id }) => id))('%s', (id) => {
  const language = catalog.languages.find((each) => each.id === id)!;
  const events = languageEvents(catalog, language, defaultStyle);
  const [first, ...others] = functions;
  const some = [first, ...others.filter(({ event }) => events.includes(event))] as const;

  test('has the files that Python has, but for the names of handlers and errors', () => {
    expect(withoutNames(id)).toEqual(withoutNames('python'));
  });

  function withoutNames(of: string) {
    return Object.entries(cdkFiles(of, some)).map(([file, text]) => [
      file,
      text.replace(/^( +handler:) '.+',$/m, '$1').replaceAll(errorsOfTheLanguage, ''),
    ]);
  }
});

test('every function is in a file of its own', () => {
  const [first] = functions;
  const alone = cdkFiles('python', [first]);
  const all = cdkFiles('python');
  const changed = Object.keys(all).filter((file) => all[file] !== alone[file]);
  expect(changed).toEqual(
    [
      ...functions.slice(1).map(({ name }) => `cdk/lib/functions/${name}.ts`),
      ...functions
        .filter(({ event }) => event === 'stepfunctions')
        .map(({ name }) => `cdk/lib/functions/${name}.asl.json`),
      // That of load balancers.
      'cdk/lib/public-network.ts',
      'cdk/lib/stack.ts',
    ].toSorted(),
  );
});

test.each([1, 12, 36, 37, 50, 64])(
  'the formatter finds nothing in names of %i letters',
  async (length) => {
    const [first, ...events] = catalog.events.map(({ id }) => id);
    const some = [
      { name: 'a'.padEnd(length, 'x'), event: first! },
      ...events.map((event, index) => ({
        name: String.fromCodePoint(98 + index).padEnd(length, 'x'),
        event,
      })),
    ] as const;
    for (const language of ['python', 'elixir']) {
      const files = cdkFiles(language, some);
      const { prettier: options } = JSON.parse(files['cdk/package.json']!);
      const sources = Object.entries(files).filter(([file]) => file.endsWith('.ts'));
      expect(sources.length).toBeGreaterThan(events.length);
      for (const [file, text] of sources) {
        expect(await format(text, { ...options, parser: 'typescript' }), file).toBe(text);
      }
    }
  },
);

test('the version of the CLI can read what the library writes', () => {
  const { dependencies, devDependencies } = JSON.parse(cdkFiles('python')['cdk/package.json']!);
  // Version 3, which npm gives by default, is for version 3 of the library.
  expect(devDependencies['aws-cdk']).toMatch(/^2\.\d+\.\d+$/);
  expect(dependencies['aws-cdk-lib']).toMatch(/^2\.\d+\.\d+$/);
});
