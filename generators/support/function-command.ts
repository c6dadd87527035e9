import { Command, Option } from 'commander';
import type { Language } from './language.ts';
import { readLanguageFiles } from './language-files.ts';
import { listOf, type Question, questions, runFlags } from './options.ts';

/** The options table as a command: what parses the flags and what prints the help. */
export function functionCommand(name: string, templates: string): Command {
  const command = new Command(name)
    .description('Make a function project in a new folder, or bring the one here up to date')
    .usage('[name] [options]');
  const languages = languagesForHelp(templates);
  for (const question of questions) {
    const text = helpOf(question, languages);
    if (question.flag === undefined) command.argument(`[${question.placeholder}]`, text);
    else command.addOption(new Option(`${question.flag} <${question.placeholder}>`, text));
  }
  for (const { flag, short, help } of runFlags) {
    command.option(short === undefined ? flag : `${short}, ${flag}`, help);
  }
  return command;
}

function helpOf(question: Question, languages: readonly Language[]): string {
  const lists = languages.map((language) => {
    const choices = question.choices?.({ languages, answers: { language: language.id } }) ?? [];
    return { language, list: listOf(choices) };
  });
  const isSameForAll = new Set(lists.map(({ list }) => list)).size === 1;
  if (!isSameForAll) {
    const perLanguage = lists.map(({ language, list }) => `${list} (${language.id})`);
    return `${question.help}, the first is the default: ${perLanguage.join('; ')}`;
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
