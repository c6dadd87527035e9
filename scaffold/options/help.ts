import type { Language } from '../catalog/language.ts';
import { readLanguageFiles } from '../catalog/language-files.ts';
import { listOf, type Question, questions, runFlags } from './options.ts';
import { formatRows, type Row } from '../../terminal/columns.ts';

export const summary = 'Make a function project, or bring the one in this folder up to date.';

/** What `--help` prints: every question and flag of the table, with its choices. */
export function helpText(program: string, templates: string): string {
  const languages = languagesForHelp(templates);
  const rows: Row[] = [
    ...questions.map((question): Row => [leftOf(question), rightOf(question, languages)]),
    ...runFlags.map(({ flag, short, help }): Row => [short ? `${short}, ${flag}` : flag, help]),
    ['-h, --help', 'print this'],
  ];
  const usage = `Usage: ${program} [name] [options]`;
  return [usage, '', summary, '', ...formatRows(rows), ''].join('\n');
}

function leftOf({ flag, placeholder }: Question): string {
  return flag === undefined ? `[${placeholder}]` : `${flag} <${placeholder}>`;
}

function rightOf(question: Question, languages: readonly Language[]): string {
  const lists = languages.map((language) => {
    const choices = question.choices?.({ languages, answers: { language: language.id } }) ?? [];
    return { id: language.id, list: listOf(choices) };
  });
  const isSameForAll = new Set(lists.map(({ list }) => list)).size === 1;
  if (!isSameForAll) {
    const perLanguage = lists.map(({ id, list }) => `${list} (${id})`);
    return `${question.help}: ${perLanguage.join('; ')}; the first is the default`;
  }
  const list = lists[0]!.list === '' ? '' : `: ${lists[0]!.list}`;
  return `${question.help}${list} (default: ${question.default({ languages, answers: {} })})`;
}

/**
 * Languages for the help text: without the validation, which takes longer than all the rest of
 * printing it. A broken one is left out here and reported when a project is made.
 */
function languagesForHelp(templates: string): Language[] {
  return readLanguageFiles(templates).flatMap(({ text }) => {
    try {
      const language = JSON.parse(text) as Language;
      return language.versions[0] && language.bases[0] ? language : [];
    } catch {
      return [];
    }
  });
}
