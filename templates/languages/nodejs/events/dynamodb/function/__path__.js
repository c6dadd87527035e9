import { inspect } from 'node:util';

/**
 * Processes one change of an item: replace this with what your function does. If it throws, DynamoDB
 * sends the change again. It may also send a change twice, so doing it again must do no harm.
 *
 * The item after an INSERT or MODIFY is there if the view type of the table's stream includes it, and the
 * item before a MODIFY or REMOVE as well: NEW_AND_OLD_IMAGES has both. The keys are always there.
 *
 * @param {{ type: string, keys: object, before?: object, after?: object, expired: boolean }} change
 */
const processChange = async ({ type, keys, before, after, expired }) => {
  switch (type) {
    case 'INSERT': {
      const { orderId, amount } = orderIn(after);
      console.log(`order ${orderId}: ${amount} cents`);
      break;
    }
    case 'MODIFY': {
      const { orderId, amount } = orderIn(after);
      console.log(`order ${orderId}: ${amount} cents, before: ${inspect(before?.amount)}`);
      break;
    }
    case 'REMOVE':
      if (typeof keys.orderId !== 'string') {
        throw new TypeError(`expected the key of an order, orderId, got: ${inspect(keys)}`);
      }
      console.log(`order ${keys.orderId}: ${expired ? 'expired' : 'removed'}`);
      break;
    default:
      throw new TypeError(`expected INSERT, MODIFY or REMOVE, got: ${inspect(type)}`);
  }
};

const orderIn = (item) => {
  const { orderId, amount } = item ?? {};
  if (typeof orderId !== 'string' || !isInteger(amount) || amount <= 0) {
    throw new TypeError(`expected an order with orderId and amount, got: ${inspect(item)}`);
  }
  return { orderId, amount };
};

const isInteger = (value) => Number.isInteger(value) || typeof value === 'bigint';

/**
 * Processes a batch of changes, and returns the number of the first one that failed.
 *
 * DynamoDB sends that change and all after it again. If the handler itself throws, as it does for an
 * event that is not from DynamoDB, it sends the whole batch again.
 *
 * @param {import('aws-lambda').DynamoDBStreamEvent} event
 * @returns {Promise<import('aws-lambda').DynamoDBBatchResponse>}
 */
export const handler = async (event) => {
  const records = event?.Records;
  if (!Array.isArray(records) || !records.every(hasSequenceNumber)) {
    throw new TypeError('expected an event of DynamoDB: Records, each with a SequenceNumber');
  }
  // One change after another: those of the same item are in order.
  for (const record of records) {
    try {
      await processChange(changeIn(record));
    } catch (error) {
      const { SequenceNumber } = record.dynamodb;
      console.error(`change ${SequenceNumber} failed:`, error);
      // Stop here: the changes after this one are sent again, too.
      return { batchItemFailures: [{ itemIdentifier: SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
};

const hasSequenceNumber = (record) => {
  const number = record?.dynamodb?.SequenceNumber;
  return typeof number === 'string' && number !== '';
};

const changeIn = ({ eventName, dynamodb: { Keys, OldImage, NewImage }, userIdentity }) => ({
  type: eventName,
  keys: decodeItem(Keys),
  before: OldImage && decodeItem(OldImage),
  after: NewImage && decodeItem(NewImage),
  // DynamoDB itself removes items whose time to live is over.
  expired: userIdentity?.principalId === 'dynamodb.amazonaws.com',
});

/**
 * Decodes an item: {"orderId": {"S": "A-1001"}, "amount": {"N": "4990"}} is { orderId: 'A-1001', amount: 4990 }.
 *
 * @param {Record<string, import('aws-lambda').AttributeValue>} attributes
 */
export const decodeItem = (attributes) => {
  if (!isObject(attributes)) {
    throw new TypeError(`expected attributes by their names, got: ${inspect(attributes)}`);
  }
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, decode(value)]),
  );
};

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Decodes the value of an attribute, such as {"S": "tea"}: its only key is the type. */
const decode = (attribute) => {
  const [[type, value]] = Object.entries(attribute);
  if (type === 'S' && typeof value === 'string') return value;
  if (type === 'N' && typeof value === 'string') return decodeNumber(value);
  if (type === 'B' && typeof value === 'string') return decodeBinary(value);
  if (type === 'BOOL' && typeof value === 'boolean') return value;
  if (type === 'NULL' && value === true) return null;
  if (type === 'L' && Array.isArray(value)) return value.map(decode);
  if (type === 'M') return decodeItem(value);
  if (/^[SNB]S$/.test(type) && Array.isArray(value)) {
    return new Set(value.map((element) => decode({ [type[0]]: element })));
  }
  throw new TypeError(`expected the value of an attribute, got: ${inspect(attribute)}`);
};

/**
 * A number of DynamoDB has up to 38 digits, a number of JavaScript about 16. A larger integer becomes a
 * BigInt, and a fraction with more digits stays as it is: {"N": "3.14159265358979323846"}.
 */
const decodeNumber = (text) => {
  if (text.length > 200 || !/^-?\d+(\.\d+)?(E[+-]?\d+)?$/i.test(text)) {
    throw new TypeError(`expected a number, got: ${inspect(text)}`);
  }
  const number = Number(text);
  if (String(number) === text) return number;
  return /^-?\d+$/.test(text) ? BigInt(text) : { N: text };
};

/** Buffer alone would leave out what is not Base64. */
const decodeBinary = (base64) => {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) throw new TypeError('expected binary data in Base64');
  return bytes;
};
