import { isObject, jsonOf } from './json-of.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The records of an event as that source sends it, such as `aws:sqs`; undefined for anything else. */
export function recordsOf(data: Uint8Array, eventSource: string): JsonObject[] | undefined {
  const event = jsonOf(data);
  if (!isObject(event) || !Array.isArray(event['Records'])) return undefined;
  const records = event['Records'].filter(isObject);
  const isOwn =
    records.length > 0 &&
    records.length === event['Records'].length &&
    // SNS writes it in capitals.
    records.every((record) => (record['eventSource'] ?? record['EventSource']) === eventSource);
  return isOwn ? records : undefined;
}
