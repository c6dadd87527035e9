import type { Language, LanguageStyle } from './language.ts';

/** The style that every language has. */
export const defaultStyle = 'project';

/** The ids of the styles that a language has, the default first. */
export function languageStyles(language: Language): string[] {
  return [defaultStyle, ...Object.keys(language.styles ?? {})];
}

/** What a language says of one of its styles. */
export function languageStyle(language: Language, style: string): LanguageStyle {
  return style === defaultStyle ? language : language.styles![style]!;
}
