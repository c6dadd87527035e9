/** orders-api -> orders_api */
export function snakeCase(name: string): string {
  return name.replaceAll('-', '_');
}

/** orders-api, orders_api -> OrdersApi */
export function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|[_-])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** orders-api, orders_api -> ordersapi */
export function flatCase(name: string): string {
  return name.replaceAll(/[_-]/g, '');
}

/** What stands for `__token__` in paths of templates and in strings of manifests. */
export type Tokens = Readonly<Record<string, string>>;

/**
 * `__name__` is the project's name; `__app__` and `__App__` are identifiers derived from it. `__stack__` names what is
 * deployed: CloudFormation allows no underscores.
 */
export function projectTokens(name: string): Tokens {
  return { name, app: snakeCase(name), App: pascalCase(name), stack: name.replaceAll('_', '-') };
}

/** `__function__` is the function's name; `__ident__`, `__Ident__` and `__flat__` are identifiers derived from it. */
export function functionTokens(name: string): Tokens {
  return {
    function: name,
    ident: snakeCase(name),
    Ident: pascalCase(name),
    flat: flatCase(name),
  };
}

/** Replaces tokens by their values. Unknown ones stay, because file names may have underscores. */
export function replaceTokens(text: string, tokens: Tokens): string {
  return Object.entries(tokens).reduce(
    (result, [token, value]) => result.replaceAll(`__${token}__`, value),
    text,
  );
}
