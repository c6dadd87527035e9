/** Text without its percent-encoding; undefined for an invalid one, such as `%zz`. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
