import { describe, expect, test } from 'vitest';

import { languageEvents } from '../../../scaffold/catalog/language-events.ts';
import { defaultStyle } from '../../../scaffold/catalog/language-styles.ts';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { everyEvent } from './every-event.ts';
import { terraformFiles } from './terraform-files.ts';

const catalog = loadCatalog();

/** In a state machine: all names but those of Lambda. */
const errorsOfTheLanguage = /(?<="ErrorEquals": \[\s*)"[^"]+"/g;

test('the functions of the tests have every event', () => {
  const tested = new Set(everyEvent.map(({ event }) => event));
  expect(catalog.events.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
});

/** The deploy cells do not depend on the language. */
describe.each(catalog.languages.filter(({ id }) => id !== 'python').map(({ id }) => id))(
  '%s',
  (id) => {
    const language = catalog.languages.find((each) => each.id === id)!;
    const events = languageEvents(catalog, language, defaultStyle);
    const [first, ...others] = everyEvent;
    const functions = [first, ...others.filter(({ event }) => events.includes(event))] as const;

    test('has the files that Python has, but for the names of handlers and errors', () => {
      expect(withoutNames(id)).toEqual(withoutNames('python'));
    });

    function withoutNames(of: string) {
      return Object.entries(terraformFiles(catalog, functions, of)).map(([file, text]) => [
        file,
        text.replace(/^( +handler +=) ".+"$/m, '$1').replaceAll(errorsOfTheLanguage, ''),
      ]);
    }
  },
);

test('every function is in a file of its own', () => {
  const [first] = everyEvent;
  const alone = terraformFiles(catalog, [first]);
  const all = terraformFiles(catalog, everyEvent);
  const changed = Object.keys(all).filter((file) => all[file] !== alone[file]);
  expect(changed).toEqual(
    [
      ...everyEvent.slice(1).map(({ name }) => `function_${name.replace('-', '_')}.tf`),
      'function_payment.asl.json',
      'outputs.tf',
      // That of load balancers.
      'public_network.tf',
    ].toSorted(),
  );
});
