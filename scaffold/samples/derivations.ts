import { createHash } from 'node:crypto';
import { getProperty } from 'dot-prop';

interface Place {
  readonly event: object;
  /** The value so far. */
  readonly old: unknown;
  /** What that one followed from. */
  readonly oldBasis: unknown;
}

/** How a value of an event follows from another one. `event.json` names them. */
export const derivations = {
  /** The same value; none where the event has none, or an empty one. */
  copy: (value: unknown, { old }: Place) => (old === undefined || old === '' ? old : value),
  /** The time of milliseconds since 1970, as API Gateway writes it: 03/Nov/2026:10:05:00 +0000. */
  requestTime: (value: unknown) => requestTime(Number(value)),
  /** Of text, in hexadecimal digits. */
  md5: (value: unknown) => createHash('md5').update(String(value)).digest('hex'),
  /** The body of a request as its flag says: in Base64, or as text. */
  encodedBody: (value: unknown, { old, oldBasis }: Place) =>
    encodedBody(old, oldBasis === true, value === true),
  /** The bytes of the body of a request, as a header has them. */
  contentLength: (value: unknown, { event }: Place) =>
    String(Buffer.byteLength(String(value), isBase64(event) ? 'base64' : 'utf8')),
  /** The same ARN in another region; none for an element without one, such as one that --set adds. */
  arnInRegion: (value: unknown, { old }: Place) => arnWith(old, 3, value),
  /** The same ARN in another account. */
  arnInAccount: (value: unknown, { old }: Place) => arnWith(old, 4, value),
  /** The name of a host up to its first dot. */
  firstLabel: (value: unknown) => String(value).split('.')[0],
  /** Of an SQS message's attributes: names in order, each text after its length, and a byte for the kind of value. */
  md5OfMessageAttributes: (value: unknown) =>
    md5OfMessageAttributes(value as Readonly<Record<string, unknown>>),
  /** A query string as an HTTP API parses it: repeated parameters are joined by commas. */
  queryStringParameters: (value: unknown) => queryStringParameters(String(value)),
  /** The last value of each name: what is left where each name has one. */
  lastOfEach: (value: unknown) => lastOfEach(value as Readonly<Record<string, unknown>> | null),
  /** The path of a request with the stage of a REST API. */
  stagePath: (_: unknown, { event, old }: Place) => (old === undefined ? old : stagePath(event)),
  /** The same ARN with the stage, the method and the path of a request to API Gateway. */
  executeApiArn: (_: unknown, { event, old }: Place) => executeApiArn(event, old),
  /** The ARN of a subscription of this topic. */
  subscriptionArn: (topic: unknown, { old }: Place) =>
    `${String(topic)}:${String(old).split(':').at(-1)}`,
  /** The same URL of SNS in the region of an ARN. */
  snsUrl: (arn: unknown, { old }: Place) => urlInRegion(old, String(arn).split(':')[3]),
  /** The same URL with another subscription. */
  subscriptionUrl: (subscription: unknown, { old }: Place) =>
    String(old).replace(/(?<=SubscriptionArn=).*/, () => String(subscription)),
  /** The ARN of an S3 bucket. */
  bucketArn: (value: unknown) => `arn:aws:s3:::${String(value)}`,
} as const satisfies Readonly<Record<string, (value: unknown, place: Place) => unknown>>;

export type Derivation = keyof typeof derivations;

/** None for a number that is no time. */
function requestTime(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return undefined;
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

/** arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE with another field. */
function arnWith(arn: unknown, field: number, value: unknown): string | undefined {
  if (typeof arn !== 'string') return undefined;
  const fields = arn.split(':');
  return fields.length < 6 ? arn : fields.with(field, String(value)).join(':');
}

function lastOfEach(lists: Readonly<Record<string, unknown>> | null): unknown {
  if (lists === null) return null;
  return Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [name, Array.isArray(list) ? list.at(-1) : list]),
  );
}

function stagePath(event: object): string {
  const path: unknown = getProperty(event, 'path');
  return `/${String(getProperty(event, 'requestContext.stage'))}${String(path)}`;
}

/** arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH. WebSocket APIs have the route in place of method and path. */
function executeApiArn(event: object, arn: unknown): string | undefined {
  if (typeof arn !== 'string') return undefined;
  function first(...paths: readonly string[]): string | undefined {
    const values: unknown[] = paths.map((each) => getProperty(event, each));
    return values.find((value) => typeof value === 'string');
  }
  const stage = first('requestContext.stage');
  const method = first('httpMethod', 'requestContext.http.method');
  const resource =
    method === undefined
      ? `/${first('requestContext.routeKey')}`
      : `/${method}${first('path', 'rawPath')}`;
  return `${arn.split('/')[0]}/${stage}${resource}`;
}

/** https://SERVICE.REGION.amazonaws.com/… with another region. */
function urlInRegion(url: unknown, region: string | undefined): unknown {
  return region === undefined ? url : String(url).replace(/(?<=^https:\/\/\w+\.)[^.]+/, region);
}

function encodedBody(body: unknown, isEncoded: boolean, asBase64: boolean): unknown {
  if (typeof body !== 'string' || isEncoded === asBase64) return body;
  return asBase64
    ? Buffer.from(body).toString('base64')
    : Buffer.from(body, 'base64').toString('utf8');
}

interface MessageAttribute {
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: string;
}

function isBase64(event: object): boolean {
  return 'isBase64Encoded' in event && event.isBase64Encoded === true;
}

/** None for attributes that --set has made other than SQS sends them. */
function md5OfMessageAttributes(attributes: Readonly<Record<string, unknown>>): string | undefined {
  const named = Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (named.length === 0) return undefined;
  const hash = createHash('md5');
  function add(bytes: Buffer): void {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  for (const [name, attribute] of named) {
    if (!isMessageAttribute(attribute)) return undefined;
    const { dataType, stringValue = '', binaryValue } = attribute;
    add(Buffer.from(name));
    add(Buffer.from(dataType));
    hash.update(Buffer.from([binaryValue === undefined ? 1 : 2]));
    add(binaryValue === undefined ? Buffer.from(stringValue) : Buffer.from(binaryValue, 'base64'));
  }
  return hash.digest('hex');
}

function isMessageAttribute(value: unknown): value is MessageAttribute {
  if (typeof value !== 'object' || value === null) return false;
  const { dataType, stringValue = '', binaryValue = '' } = value as Record<string, unknown>;
  return [dataType, stringValue, binaryValue].every((each) => typeof each === 'string');
}

function queryStringParameters(query: string): Record<string, string> | undefined {
  const parameters = Map.groupBy(new URLSearchParams(query), ([name]) => name);
  if (parameters.size === 0) return undefined;
  return Object.fromEntries(
    [...parameters].map(([name, pairs]) => [name, pairs.map(([, value]) => value).join(',')]),
  );
}
