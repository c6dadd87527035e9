import { randomBytes } from 'node:crypto';

import { region } from './local-arn.ts';

export interface S3Object {
  readonly bucket: string;
  /** As it is, not encoded. */
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  /** Of its contents, in hexadecimal digits. */
  readonly md5: string;
}

let count = 0;

/** The event that S3 sends when that object was put into its bucket (S3 guide, "Event message structure"). */
export function s3Event({ bucket, key, size, md5 }: S3Object): Buffer {
  const at = new Date();
  const record = {
    eventVersion: '2.3',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: at.toISOString(),
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:AIDALOCALUPLOAD' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: {
      'x-amz-request-id': randomBytes(8).toString('hex').toUpperCase(),
      'x-amz-id-2': randomBytes(48).toString('base64'),
    },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'function',
      bucket: {
        name: bucket,
        ownerIdentity: { principalId: 'A3NL1KLOCALEXAMPLE' },
        arn: `arn:aws:s3:::${bucket}`,
      },
      object: { key: encodedKey(key), size, eTag: md5, sequencer: sequencerAt(at) },
    },
  };
  return Buffer.from(JSON.stringify({ Records: [record] }));
}

/** As forms are encoded, but for slashes: a blank is +, and + is %2B. */
export function encodedKey(key: string): string {
  return key
    .split('/')
    .map((part) => new URLSearchParams({ part }).toString().slice('part='.length))
    .join('/');
}

/** Of two of the same key, that of the later one is greater. */
function sequencerAt(at: Date): string {
  count += 1;
  const digits = `${at.getTime().toString(16).padStart(12, '0')}${(count % 0x1000000).toString(16).padStart(6, '0')}`;
  return digits.toUpperCase();
}
