import type { Json, JsonObject } from './json.ts';

/**
 * The object with another value of a member; without the member if that is undefined. A new member goes before the next
 * one in the alphabet: in package.json and package-lock.json, that is where npm puts it.
 */
export function withMember(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  const members = Object.entries(object);
  if (value === undefined) return fromMembers(members.filter(([each]) => each !== key));
  if (Object.hasOwn(object, key)) {
    return fromMembers(members.map(([each, old]) => [each, each === key ? value : old]));
  }
  const [next] = Object.keys(object)
    .filter((each) => compare(each, key) > 0)
    .toSorted(compare);
  const place = members.findIndex(([each]) => each === next);
  return fromMembers(members.toSpliced(place === -1 ? members.length : place, 0, [key, value]));
}

/** Also of those that have the name __proto__. */
function fromMembers(members: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(members);
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en');
}
