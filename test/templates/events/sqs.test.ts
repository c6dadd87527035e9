import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { templatesRoot } from '../../../scaffold/package-root.ts';

interface Message {
  readonly messageId: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly eventSourceARN: string;
}

const directory = path.join(templatesRoot, 'events/sqs/function/events/__function__');
const samples = globSync('*.json', { cwd: directory, exclude: ['*.expected.json'] }).toSorted();

test.each(samples)('%s has what SQS sends, and its response lists messages of it', (file) => {
  const { Records: messages } = read<{ Records: Message[] }>(file);
  for (const message of messages) {
    const { attributes, eventSourceARN } = message;
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
