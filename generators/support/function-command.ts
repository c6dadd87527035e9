import { Command, Option } from 'commander';
import type { Language } from './language.ts';
import { readLanguageFiles } from './language-files.ts';
import { type Context, listOf, type Question, questions, runFlags } from './options.ts';

/** The options table as a command: what parses the flags and what prints the help. */
export function functionCommand(name: string, templates: string): Command {
  const command = new Command(name)
    .description('Make a function project in a new folder, or bring the one here up to date')
    .usage('[name] [options]');
  const context = { languages: languagesForHelp(templates), answers: {} };
  for (const question of questions) {
    const text = helpOf(question, context);
    if (question.flag === undefined) command.argument(`[${question.placeholder}]`, text);
    else command.addOption(new Option(`${question.flag} <${question.placeholder}>`, text));
  }
  for (const { flag, short, help } of runFlags) {
    command.option(short === undefined ? flag : `${short}, ${flag}`, help);
  }
  return command;
}

function helpOf(question: Question, context: Context): string {
  const choices = question.choices?.(context);
  const list = choices === undefined ? '' : `: ${listOf(choices)}`;
  return `${question.help}${list} (default: ${question.default(context)})`;
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
