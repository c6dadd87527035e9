import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { templatesRoot } from '../../../scaffold/package-root.ts';

interface Message {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, MessageAttribute>>;
  readonly md5OfBody: string;
  readonly md5OfMessageAttributes?: string;
  readonly eventSourceARN: string;
}

interface MessageAttribute {
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: string;
}

const directory = path.join(templatesRoot, 'events/sqs/function/events/__function__');
const samples = globSync('*.json', { cwd: directory, exclude: ['*.expected.json'] }).toSorted();

test.each(samples)('%s has what SQS sends, and its response lists messages of it', (file) => {
  const { Records: messages } = read<{ Records: Message[] }>(file);
  for (const message of messages) {
    const { body, attributes, messageAttributes, md5OfBody, eventSourceARN } = message;
    expect(md5OfBody).toBe(createHash('md5').update(body).digest('hex'));
    expect(Object.keys(attributes)).toEqual(
      expect.arrayContaining([
        'ApproximateReceiveCount',
        'SentTimestamp',
        'SenderId',
        'ApproximateFirstReceiveTimestamp',
        ...(eventSourceARN.endsWith('.fifo')
          ? ['MessageGroupId', 'MessageDeduplicationId', 'SequenceNumber']
          : []),
      ]),
    );
    expect(message.md5OfMessageAttributes).toBe(md5OfAttributes(messageAttributes));
  }
  const ids = messages.map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(ids.length);

  const { batchItemFailures: failures } = read<{
    batchItemFailures: { itemIdentifier: string }[];
  }>(file.replace(/\.json$/, '.expected.json'));
  const failed = failures.map(({ itemIdentifier }) => itemIdentifier);
  expect(failed).toStrictEqual(ids.filter((id) => failed.includes(id)));
});

function read<T>(file: string): T {
  return JSON.parse(readFileSync(path.join(directory, file), 'utf8')) as T;
}

/** As SQS computes it: names in order, each text after its length, and a byte for the kind of value. */
function md5OfAttributes(attributes: Message['messageAttributes']): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  function add(bytes: Buffer): void {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  for (const name of names) {
    const { dataType, stringValue = '', binaryValue } = attributes[name]!;
    add(Buffer.from(name));
    add(Buffer.from(dataType));
    hash.update(Buffer.from([binaryValue === undefined ? 1 : 2]));
    add(binaryValue === undefined ? Buffer.from(stringValue) : Buffer.from(binaryValue, 'base64'));
  }
  return hash.digest('hex');
}
