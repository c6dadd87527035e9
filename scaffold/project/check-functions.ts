import type { Catalog } from '../catalog/catalog.ts';
import type { Language } from '../catalog/language.ts';
import { languageEvents } from '../catalog/language-events.ts';
import { languageStyle } from '../catalog/language-styles.ts';
import { checkName } from '../options/project-name.ts';
import type { ProjectFunction } from '../plan/functions.ts';
import { type Problem, ScaffoldError } from '../scaffold-error.ts';

/**
 * Throws a ScaffoldError for a recorded function that cannot be: names become paths of files, and an event needs
 * its templates.
 */
export function checkFunctions(
  functions: readonly ProjectFunction[],
  catalog: Catalog,
  language: Language,
  style: string,
): void {
  const events = languageEvents(catalog, language, style);
  if (functions.length > 1 && languageStyle(language, style).function.further === undefined) {
    throw refused('functions', {
      problem: `expected one function in a project of the style ${style}, found ${functions.length}.`,
      fix: 'Use --style project.',
    });
  }
  for (const [index, { name, event }] of functions.entries()) {
    const problem = checkName(name, catalog, language);
    if (problem !== undefined) throw refused(`functions[${index}].name`, problem);
    if (functions.findIndex((each) => each.name === name) !== index) {
      throw refused(`functions[${index}].name`, {
        problem: `"${name}" is the name of another function, too.`,
        fix: 'Give each function a name of its own.',
      });
    }
    if (!events.includes(event)) {
      throw refused(`functions[${index}].event`, {
        problem: `expected one of ${events.join(', ')} for ${language.title}, found "${event}".`,
        fix: 'Restore the file from version control, or use a newer version of the generator.',
      });
    }
  }
}

function refused(field: string, { problem, fix }: Problem): ScaffoldError {
  return new ScaffoldError('usage', { problem: `.yo-rc.json, ${field}: ${problem}`, fix });
}
