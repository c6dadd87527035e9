/** A function by its name, and which version of it or alias was asked for. */
export interface FunctionReference {
  readonly name: string;
  readonly qualifier?: string;
}

/** Lambda's limits of a name by itself, and of one in any of its forms. */
const longestName = 64;
const longestForm = 256;

const arnPrefix = /^(?:arn:aws[a-z-]*:lambda:[a-z0-9-]+:)?(?:(?:\d{12}:)?function:)?/;
const rest = /^([\w.-]+)(?::(\$LATEST|[\w-]+))?$/;

/**
 * Reads a FunctionName in any of its forms: a name, a partial ARN (`123456789012:function:name`) or a whole one, each
 * with or without `:qualifier`. Returns undefined if it is none of them (shape `NamespacedFunctionName` of the service model).
 */
export function readFunctionName(text: string): FunctionReference | undefined {
  if (text.length > longestForm) return undefined;
  const [, name, qualifier] = rest.exec(text.replace(arnPrefix, '')) ?? [];
  if (name === undefined || name.length > longestName) return undefined;
  return { name, ...(qualifier !== undefined && { qualifier }) };
}
