import { readFileSync } from 'node:fs';

/** The only block of code of a language in a page of docs/; throws if there are more, or none. */
export function codeBlock(page: string, language: string): string {
  const markdown = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const pattern = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
  const blocks = [...markdown.matchAll(pattern)].map(([, code]) => code!);
  if (blocks.length !== 1) {
    throw new Error(`Expected one block of ${language} in docs/${page}, found ${blocks.length}.`);
  }
  return blocks[0]!;
}
