import { expect, test } from 'vitest';
import { helpText } from '../../../scaffold/options/help.ts';
import { loadLanguages } from '../../../scaffold/catalog/languages.ts';
import { questions, runFlags } from '../../../scaffold/options/options.ts';
import { templatesRoot } from '../../../scaffold/package-root.ts';
import { fixtureTemplates } from '../../helpers/fixture-templates.ts';

test('shows every flag with all its choices', () => {
  const languages = loadLanguages();
  const help = withoutBreaks(helpText('yo lambda-container', templatesRoot));
  for (const question of questions) {
    const { flag, help: text } = question;
    expect(help).toContain(flag ?? '[name]');
    expect(help).toContain(text);
    for (const { value } of question.choices?.({ languages, answers: {} }) ?? []) {
      expect(help).toContain(value);
    }
  }
  for (const { flag, help: text } of runFlags) {
    expect(help).toContain(flag);
    expect(help).toContain(text);
  }
});

test('fits a terminal of 80 columns', () => {
  const lines = helpText('lambda-container new', templatesRoot).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('says which choices go with which language, where they differ', () => {
  using templates = fixtureTemplates();
  const help = withoutBreaks(helpText('lambda-container new', templates.path));
  expect(help).toContain('language: alpha, beta');
  expect(help).toContain('2, 1.10 (alpha); 7 (beta); the first is the default');
  expect(help).toContain('scratch, debian (alpha); debian (beta); the first is the default');
});

test('a broken language.json does not take the help away', () => {
  using templates = fixtureTemplates({ 'languages/beta/language.json': '{' });
  expect(helpText('lambda-container new', templates.path)).toContain('language: alpha (default');
});

function withoutBreaks(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
