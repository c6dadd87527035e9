import { inspect } from 'node:util';
import type {
  AttributeValue,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
} from 'aws-lambda';

interface Order {
  orderId: string;
  /** In cents. */
  amount: number | bigint;
}

interface Change {
  type: DynamoDBRecord['eventName'];
  keys: Item;
  before: Item | undefined;
  after: Item | undefined;
  expired: boolean;
}

/**
 * Processes one change of an item: replace this with what your function does. If it throws, DynamoDB
 * sends the change again. It may also send a change twice, so doing it again must do no harm.
 *
 * The item after an INSERT or MODIFY is there if the view type of the table's stream includes it, and the
 * item before a MODIFY or REMOVE as well: NEW_AND_OLD_IMAGES has both. The keys are always there.
 */
async function processChange({ type, keys, before, after, expired }: Change): Promise<void> {
  switch (type) {
    case 'INSERT': {
      const { orderId, amount } = orderIn(after);
      console.info(`order ${orderId}: ${amount} cents`);
      break;
    }
    case 'MODIFY': {
      const { orderId, amount } = orderIn(after);
      console.info(`order ${orderId}: ${amount} cents, before: ${inspect(before?.amount)}`);
      break;
    }
    case 'REMOVE':
      if (typeof keys.orderId !== 'string') {
        throw new TypeError(`expected the key of an order, orderId, got: ${inspect(keys)}`);
      }
      console.info(`order ${keys.orderId}: ${expired ? 'expired' : 'removed'}`);
      break;
    default:
      throw new TypeError(`expected INSERT, MODIFY or REMOVE, got: ${inspect(type)}`);
  }
}

function orderIn(item: Item | undefined): Order {
  const { orderId, amount } = item ?? {};
  if (typeof orderId !== 'string' || !isInteger(amount) || amount <= 0) {
    throw new TypeError(`expected an order with orderId and amount, got: ${inspect(item)}`);
  }
  return { orderId, amount };
}

function isInteger(value: Value | undefined): value is number | bigint {
  return Number.isInteger(value) || typeof value === 'bigint';
}

/**
 * Processes a batch of changes, and returns the number of the first one that failed.
 *
 * DynamoDB sends that change and all after it again. If the handler itself throws, as it does for an
 * event that is not from DynamoDB, it sends the whole batch again.
 */
export async function handler(event: unknown): Promise<DynamoDBBatchResponse> {
  if (!isBatch(event)) {
    throw new TypeError('expected an event of DynamoDB: Records, each with a SequenceNumber');
  }
  // One change after another: those of the same item are in order.
  for (const record of event.Records) {
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
}

/** A record with what makes it possible to report that it failed. */
type NumberedRecord = DynamoDBRecord & { dynamodb: { SequenceNumber: string } };

function isBatch(event: unknown): event is { Records: NumberedRecord[] } {
  const records = (event as Partial<DynamoDBStreamEvent> | null)?.Records;
  return Array.isArray(records) && records.every(isNumbered);
}

function isNumbered(record: DynamoDBRecord | null): record is NumberedRecord {
  const number = record?.dynamodb?.SequenceNumber;
  return typeof number === 'string' && number !== '';
}

function changeIn({ eventName, dynamodb, userIdentity }: NumberedRecord): Change {
  const { Keys, OldImage, NewImage } = dynamodb;
  return {
    type: eventName,
    keys: decodeItem(Keys),
    before: OldImage && decodeItem(OldImage),
    after: NewImage && decodeItem(NewImage),
    // DynamoDB itself removes items whose time to live is over.
    expired: userIdentity?.principalId === 'dynamodb.amazonaws.com',
  };
}

/** What DynamoDB has in an attribute, as values of JavaScript. */
type Value =
  string | number | bigint | boolean | null | Buffer | { N: string } | Value[] | Set<Value> | Item;

interface Item {
  [attribute: string]: Value;
}

/** Decodes an item: {"orderId": {"S": "A-1001"}, "amount": {"N": "4990"}} is { orderId: 'A-1001', amount: 4990 }. */
export function decodeItem(attributes: unknown): Item {
  if (!areAttributes(attributes)) {
    throw new TypeError(`expected attributes by their names, got: ${inspect(attributes)}`);
  }
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, decode(value)]),
  );
}

function areAttributes(value: unknown): value is Record<string, AttributeValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Decodes the value of an attribute, such as {"S": "tea"}: its only key is the type. */
function decode(attribute: AttributeValue): Value {
  const [[type, value] = []]: [type?: string, value?: unknown][] = Object.entries(attribute);
  if (type === 'S' && typeof value === 'string') return value;
  if (type === 'N' && typeof value === 'string') return decodeNumber(value);
  if (type === 'B' && typeof value === 'string') return decodeBinary(value);
  if (type === 'BOOL' && typeof value === 'boolean') return value;
  if (type === 'NULL' && value === true) return null;
  if (type === 'L' && Array.isArray(value)) return value.map(decode);
  if (type === 'M') return decodeItem(value);
  if (type === 'SS' && Array.isArray(value)) return new Set(value.map((S) => decode({ S })));
  if (type === 'NS' && Array.isArray(value)) return new Set(value.map((N) => decode({ N })));
  if (type === 'BS' && Array.isArray(value)) return new Set(value.map((B) => decode({ B })));
  throw new TypeError(`expected the value of an attribute, got: ${inspect(attribute)}`);
}

/**
 * A number of DynamoDB has up to 38 digits, a number of JavaScript about 16. A larger integer becomes a
 * BigInt, and a fraction with more digits stays as it is: {"N": "3.14159265358979323846"}.
 */
function decodeNumber(text: string): number | bigint | { N: string } {
  if (text.length > 200 || !/^-?\d+(\.\d+)?(E[+-]?\d+)?$/i.test(text)) {
    throw new TypeError(`expected a number, got: ${inspect(text)}`);
  }
  const number = Number(text);
  if (String(number) === text) return number;
  return /^-?\d+$/.test(text) ? BigInt(text) : { N: text };
}

/** Buffer alone would leave out what is not Base64. */
function decodeBinary(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) throw new TypeError('expected binary data in Base64');
  return bytes;
}
