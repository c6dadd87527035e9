import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface LanguageFile {
  /** The folder under templates/languages/. */
  readonly id: string;
  readonly file: string;
  readonly text: string;
}

/** Every templates/languages/<id>/language.json: a new folder there is a new language. */
export function readLanguageFiles(templates: string): LanguageFile[] {
  const languages = path.join(templates, 'languages');
  return readdirSync(languages, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
    .map((id) => {
      const file = path.join(languages, id, 'language.json');
      return { id, file, text: readFileSync(file, 'utf8') };
    });
}
