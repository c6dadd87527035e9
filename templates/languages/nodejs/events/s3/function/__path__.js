/**
 * Processes an object that was created: replace this with what your function does. The event has the
 * name of the object, and not its contents. If this throws, Lambda invokes the function twice more. S3
 * may also report a change twice, so doing it again must do no harm.
 *
 * @param {{ bucket: string, key: string }} object
 */
const objectCreated = async ({ bucket, key }) => {
  console.log(`created: s3://${bucket}/${key}`);
};

/** The same for an object that was removed. */
const objectRemoved = async ({ bucket, key }) => {
  console.log(`removed: s3://${bucket}/${key}`);
};

/**
 * Processes changes of objects in a bucket. Lambda passes the response on to a destination, if the
 * function has one.
 *
 * @param {import('aws-lambda').S3Event} event
 * @returns {Promise<{ created: string[], removed: string[] }>} the keys
 */
export const handler = async (event) => {
  if (!Array.isArray(event?.Records)) {
    throw new TypeError('expected an event of S3: Records');
  }
  const created = [];
  const removed = [];
  for (const { eventName, ...object } of event.Records.map(changeIn)) {
    if (eventName.startsWith('ObjectCreated:')) {
      await objectCreated(object);
      created.push(object.key);
    } else if (eventName.startsWith('ObjectRemoved:')) {
      await objectRemoved(object);
      removed.push(object.key);
    } else {
      console.log(`ignored: ${eventName}`);
    }
  }
  return { created, removed };
};

const changeIn = (record, index) => {
  const { eventName, s3 } = record ?? {};
  const { bucket, object } = s3 ?? {};
  if (![eventName, bucket?.name, object?.key].every(isText)) {
    throw new TypeError(
      `expected Records[${index}] to have eventName, s3.bucket.name and s3.object.key`,
    );
  }
  return { eventName, bucket: bucket.name, key: decodeKey(object.key, index) };
};

const isText = (value) => typeof value === 'string' && value !== '';

/** Keys are encoded like forms: a blank is a plus sign, and a plus sign is %2B. */
const decodeKey = (key, index) => {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch (cause) {
    const found = key.slice(0, 1024);
    throw new TypeError(`expected Records[${index}] to have an encoded key: ${found}`, { cause });
  }
};
