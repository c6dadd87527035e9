import type { S3Event, S3EventRecord } from 'aws-lambda';

interface S3Object {
  bucket: string;
  key: string;
}

interface Change extends S3Object {
  /** Such as ObjectCreated:Put. */
  eventName: string;
}

/** The keys of the objects. */
interface Result {
  created: string[];
  removed: string[];
}

/**
 * Processes an object that was created: replace this with what your function does. The event has the
 * name of the object, and not its contents. If this throws, Lambda invokes the function twice more. S3
 * may also report a change twice, so doing it again must do no harm.
 */
async function objectCreated({ bucket, key }: S3Object): Promise<void> {
  console.info('created: s3://%s/%s', bucket, key);
}

/** The same for an object that was removed. */
async function objectRemoved({ bucket, key }: S3Object): Promise<void> {
  console.info('removed: s3://%s/%s', bucket, key);
}

/**
 * Processes changes of objects in a bucket. Lambda passes the response on to a destination, if the
 * function has one.
 */
export async function handler(event: unknown): Promise<Result> {
  if (!isBatch(event)) {
    throw new TypeError('expected an event of S3: Records');
  }
  const created: string[] = [];
  const removed: string[] = [];
  for (const { eventName, ...object } of event.Records.map(changeIn)) {
    if (eventName.startsWith('ObjectCreated:')) {
      await objectCreated(object);
      created.push(object.key);
    } else if (eventName.startsWith('ObjectRemoved:')) {
      await objectRemoved(object);
      removed.push(object.key);
    } else {
      console.info('ignored: %s', eventName);
    }
  }
  return { created, removed };
}

function isBatch(event: unknown): event is S3Event {
  return Array.isArray((event as Partial<S3Event> | null)?.Records);
}

function changeIn(record: Partial<S3EventRecord> | null, index: number): Change {
  const { eventName, s3 } = record ?? {};
  const bucket: unknown = s3?.bucket?.name;
  const key: unknown = s3?.object?.key;
  if (!isText(eventName) || !isText(bucket) || !isText(key)) {
    throw new TypeError(
      `expected Records[${index}] to have eventName, s3.bucket.name and s3.object.key`,
    );
  }
  return { eventName, bucket, key: decodeKey(key, index) };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Keys are encoded like forms: a blank is a plus sign, and a plus sign is %2B. */
function decodeKey(key: string, index: number): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch (cause) {
    const found = key.slice(0, 1024);
    throw new TypeError(`expected Records[${index}] to have an encoded key: ${found}`, { cause });
  }
}
