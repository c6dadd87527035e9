/**
 * The function that a request is for: the only one, or the one whose name is in the host, as in `orders-api.localhost:9000`, which
 * browsers and curl resolve to this machine.
 */
export function selectFunction<Named extends { readonly name: string }>(
  functions: readonly Named[],
  host: string,
): Named | undefined {
  const [, label] = /^([^.:]+)\.localhost(?::\d*)?$/i.exec(host) ?? [];
  const named = functions.find(({ name }) => name.toLowerCase() === label?.toLowerCase());
  return named ?? (functions.length === 1 ? functions[0] : undefined);
}

/** Of the functions, in the order of the project, where clients reach them. */
export function hostsOf(
  functions: readonly { readonly name: string }[],
): { readonly name: string; readonly host: string }[] {
  return functions.map(({ name }) => ({
    name,
    host: functions.length === 1 ? 'localhost' : `${name}.localhost`,
  }));
}
