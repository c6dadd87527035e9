import { expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { peekCatalog } from '../../../scaffold/catalog/peek-catalog.ts';
import { helpRows } from '../../../scaffold/options/help-rows.ts';
import { options, runFlags } from '../../../scaffold/options/options.ts';
import { fixtureTemplates } from '../../helpers/fixture-templates.ts';

test('has a row for every option and flag, with all choices', () => {
  const catalog = loadCatalog();
  const rows = helpRows(catalog);
  expect(rows).toHaveLength(options.length + runFlags.length);
  expect(rows[0]![0]).toBe('[name]');
  for (const option of options) {
    const [, right] = rows.find(([left]) => left.includes(option.flag ?? '[name]'))!;
    expect(right).toContain(option.help);
    if (option.isSwitch) continue;
    for (const { value } of option.choices?.({ catalog, values: {} }) ?? []) {
      expect(right).toContain(value);
    }
  }
});

test('says which choices go with which language, where they differ', () => {
  using templates = fixtureTemplates();
  const text = helpRows(peekCatalog(templates.path)).flat().join('\n');
  expect(text).toContain('language: alpha, beta');
  expect(text).toContain('2, 1.10 (alpha); 7 (beta); the first is the default');
  expect(text).toContain('scratch, debian (alpha); debian (beta); the first is the default');
});

test('a broken language.json does not take the help away', () => {
  using templates = fixtureTemplates({ 'languages/beta/language.json': '{' });
  const text = helpRows(peekCatalog(templates.path)).flat().join('\n');
  expect(text).toContain('language: alpha (default');
});
