import { decoded } from '../http/decoded.ts';
import type { Call } from './call.ts';
import { type FunctionReference, readFunctionName } from './function-name.ts';
import type { LocalFunction } from './local-function.ts';
import { ServiceError } from './service-error.ts';

export const localAccount = '012345678912';

/** As in the context of every function on this machine. */
const arnPrefix = `arn:aws:lambda:us-east-1:${localAccount}:function`;

export function functionArn({ name, qualifier }: FunctionReference): string {
  return `${arnPrefix}:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;
}

export interface FoundFunction {
  readonly found: LocalFunction;
  /** With the qualifier, if there was one. */
  readonly arn: string;
}

/** The function that a path names, still percent-encoded. Throws a ServiceError. */
export function findFunction({ query, functions }: Call, encodedName: string): FoundFunction {
  const text = decoded(encodedName);
  const read = text === undefined ? undefined : readFunctionName(text);
  if (read === undefined) {
    throw new ServiceError(
      'InvalidParameterValueException',
      `Expected a function name or ARN, found ${text ?? encodedName}.`,
    );
  }
  const reference = { ...read, ...qualifierOf(read, query.get('Qualifier')) };
  const found = functions.get(reference.name);
  if (found === undefined) {
    throw new ServiceError(
      'ResourceNotFoundException',
      `Function not found: ${functionArn(reference)}`,
    );
  }
  return { found, arn: functionArn(reference) };
}

/** There is one version of a function here: all qualifiers mean that. */
function qualifierOf(
  { qualifier }: FunctionReference,
  given: string | null,
): Pick<FunctionReference, 'qualifier'> {
  if (given === null) return {};
  if (!/^(\$LATEST|[\w-]{1,128})$/.test(given)) {
    throw new ServiceError(
      'InvalidParameterValueException',
      `Expected a version or an alias as Qualifier, found ${given}.`,
    );
  }
  if (qualifier !== undefined && qualifier !== given) {
    throw new ServiceError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  return { qualifier: given };
}
