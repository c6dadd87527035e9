import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { withMember } from './with-member.ts';

export interface MergedChanges {
  readonly value: JsonObject;
  /** The changes of members that `mine` has changed in another way. */
  readonly missing: readonly string[];
}

/**
 * Makes in `mine` the changes that lead from `before` to `after`, member by member. A member that is to be added, and is
 * there with another value, stays as it is. So does one that is to be removed, and has another value.
 *
 * In a lock file that is not as generated, a package stays even if it is to be removed: others may need it. npm installs
 * only those that are needed, and removes the others from the file when it next writes it.
 */
export function mergeChanges(
  before: JsonObject,
  after: JsonObject,
  mine: JsonObject,
): MergedChanges {
  const missing: string[] = [];
  return { value: mergeMembers(before, after, mine, []), missing };

  function mergeMembers(
    from: JsonObject,
    to: JsonObject,
    own: JsonObject,
    path: readonly string[],
  ): JsonObject {
    const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
    return [...keys].reduce((result, key) => {
      const [a, b, c] = [from, to, own].map((each) => memberOf(each, key));
      return withMember(result, key, merge(a, b, c, [...path, key]));
    }, own);
  }

  function merge(
    from: Json | undefined,
    to: Json | undefined,
    own: Json | undefined,
    path: readonly string[],
  ): Json | undefined {
    if (isDeepStrictEqual(from, to) || isDeepStrictEqual(to, own)) return own;
    const isChanged = from !== undefined && to !== undefined;
    if (!isChanged && isPackage(own)) return own;
    if (isDeepStrictEqual(from, own) || own === undefined) return to;
    const [a, b, c] = [from ?? {}, to ?? {}, own];
    if (isJsonObject(a) && isJsonObject(b) && isJsonObject(c)) {
      const value = mergeMembers(a, b, c, path);
      return to === undefined && Object.keys(value).length === 0 ? to : value;
    }
    if (isChanged) missing.push(`${path.join('.')}: ${JSON.stringify(to)}`);
    return own;
  }
}

/** Not what the object inherits. */
function memberOf(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** In a lock file. The members of one version must not be mixed with those of another. */
function isPackage(value: Json | undefined): boolean {
  return isJsonObject(value) && typeof value['version'] === 'string';
}
