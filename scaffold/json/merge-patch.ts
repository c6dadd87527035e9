import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { withMember } from './with-member.ts';

/** Applies a JSON merge patch, as in RFC 7396: objects are merged, null removes a member, anything else replaces it. */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  return Object.entries(patch).reduce(
    (result, [key, value]) => withMember(result, key, patched(result[key], value)),
    target,
  );
}

function patched(target: Json | undefined, patch: Json): Json | undefined {
  if (patch === null) return undefined;
  if (!isJsonObject(patch)) return patch;
  return isJsonObject(target) ? mergePatch(target, patch) : added(patch);
}

/** What is new has its own order. */
function added(patch: JsonObject): JsonObject {
  const members = Object.entries(patch).flatMap(([key, value]) => {
    const own = patched(undefined, value);
    return own === undefined ? [] : [[key, own] as const];
  });
  return Object.fromEntries(members);
}
