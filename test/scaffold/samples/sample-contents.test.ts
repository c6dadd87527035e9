import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { sampleSources } from '../../../scaffold/samples/sample-sources.ts';

const sources = sampleSources(loadCatalog());

/** What is found in samples, and which of it is meant for documentation, in one month. */
const rules: readonly { name: string; found: RegExp; allowed: RegExp }[] = [
  {
    name: 'addresses of email',
    found: /[\w.+]+@[\w-]+\.[\w.-]*\w/g,
    allowed: /[@.]example\.(com|org|net)$/i,
  },
  {
    // RFC 5737, or private.
    name: 'addresses of IPv4',
    found: /(?<![\d.])\d{1,3}(\.\d{1,3}){3}(?![\d.])/g,
    allowed: /^(203\.0\.113|198\.51\.100|192\.0\.2|10\.\d+\.\d+)\.\d+$/,
  },
  { name: 'accounts', found: /(?<=[:"])\d{12}(?=[:"])/g, allowed: /^123456789012$/ },
  { name: 'years', found: /\b20\d\d(?=-\d\d-\d\dT)/g, allowed: /^2026$/ },
  { name: 'milliseconds', found: /\b1[67]\d{11}\b/g, allowed: /^179[3-6]/ },
  {
    name: 'regions',
    found: /\b(us|eu|ap|sa|ca)-[a-z]+-\d\b/g,
    allowed: /^eu-central-1$/,
  },
];

test.each(rules)('$name are for documentation only', ({ found, allowed }) => {
  const others = sources.flatMap(({ id, samples }) =>
    [...samples].flatMap(([name, file]) => {
      const all = readFileSync(file, 'utf8').match(found) ?? [];
      return all.filter((each) => !allowed.test(each)).map((each) => `${id}/${name}: ${each}`);
    }),
  );
  expect(others).toStrictEqual([]);
});
