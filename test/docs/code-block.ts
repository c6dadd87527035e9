import { readFileSync } from 'node:fs';

/** The blocks of code of a language in a page of docs/. */
export function codeBlocks(page: string, language: string): string[] {
  const markdown = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const pattern = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
  return [...markdown.matchAll(pattern)].map(([, code]) => code!);
}

/** The only one; throws if there are more, or none. */
export function codeBlock(page: string, language: string): string {
  const blocks = codeBlocks(page, language);
  if (blocks.length !== 1) {
    throw new Error(`Expected one block of ${language} in docs/${page}, found ${blocks.length}.`);
  }
  return blocks[0]!;
}
