/** hello_world -> HelloWorld */
export function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Puts the function's name into a path or a string of language.json. */
export function replaceTokens(text: string, name: string): string {
  return text.replaceAll('__name__', name).replaceAll('__Name__', pascalCase(name));
}
