import { createHash } from 'node:crypto';
import { stringifyPath } from 'dot-prop';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { derivations } from '../../../scaffold/samples/derivations.ts';
import { sampleEvent } from '../../../scaffold/samples/sample-event.ts';
import { sampleSources } from '../../../scaffold/samples/sample-sources.ts';

const catalog = loadCatalog();
const sources = sampleSources(catalog);

function sample(source: string, sets: readonly string[] = [], name?: string): object {
  return sampleEvent(catalog, { source, sample: name, sets });
}

describe.each(sources)('$id', ({ id, samples }) => {
  test.each([...samples.keys()])('what is derived in %s is consistent', (name) => {
    const original = sample(id, [], name);
    // Sets every value to what it is: all that follows is computed anew.
    const same = Object.entries(original).map(([key, value]: [string, unknown]) => {
      const path = stringifyPath([Array.isArray(original) ? Number(key) : key]);
      return `${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
    });
    expect(sample(id, same, name)).toStrictEqual(original);
  });
});

test('what follows from a value follows', () => {
  expect(
    sample('sqs', ['Records[1].body={"orderId":"Ä"}', 'Records[1].awsRegion=us-east-1']),
  ).toMatchObject({
    Records: [
      {},
      {
        body: '{"orderId":"Ä"}',
        md5OfBody: createHash('md5').update('{"orderId":"Ä"}').digest('hex'),
        eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:orders',
      },
      {},
    ],
  });
  expect(sample('http', ['body=ä', 'rawQueryString=a=1&a=2&b='])).toMatchObject({
    headers: { 'content-length': '2' },
    queryStringParameters: { a: '1,2', b: '' },
  });
  expect(sample('http', ['body=w6Q='], 'base64')).toHaveProperty('headers.content-length', '2');
  expect(sample('http', ['rawQueryString='])).not.toHaveProperty('queryStringParameters');
  expect(sample('s3', ['Records[0].s3.bucket.name=b'])).toHaveProperty(
    'Records[0].s3.bucket.arn',
    'arn:aws:s3:::b',
  );
  const topic = 'arn:aws:sns:us-east-1:123456789012:refunds';
  const subscription = `${topic}:21be56ed-a058-49f5-8c98-aedd2564c486`;
  expect(sample('sns', [`Records[0].Sns.TopicArn=${topic}`])).toMatchObject({
    Records: [
      {
        EventSubscriptionArn: subscription,
        Sns: {
          SigningCertUrl: expect.stringMatching(
            /^https:\/\/sns\.us-east-1\.amazonaws\.com\/Simple/,
          ),
          UnsubscribeUrl: `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
        },
      },
    ],
  });
});

test('the body is encoded as the flag says', () => {
  const base64 = Buffer.from('{"name":"Ada"}').toString('base64');
  const encoded = { body: base64, isBase64Encoded: true, headers: { 'content-length': '14' } };
  expect(sample('http', ['isBase64Encoded=true'], 'post')).toMatchObject(encoded);
  expect(sample('http', ['isBase64Encoded=true'], 'base64')).toStrictEqual(
    sample('http', [], 'base64'),
  );
  expect(sample('http', ['isBase64Encoded=false'], 'base64')).toHaveProperty(
    'body',
    expect.stringMatching(/^\{"name":/),
  );
  expect(sample('http', ['isBase64Encoded=true'])).not.toHaveProperty('body');
  // A text that could be Base64 as well.
  const looksEncoded = derivations.encodedBody(true, { event: {}, old: 'abcd', oldBasis: false });
  expect(looksEncoded).toBe('YWJjZA==');
  expect(sample('http', ['isBase64Encoded=true', 'body=AP8='], 'post')).toMatchObject({
    body: 'AP8=',
    headers: { 'content-length': '2' },
  });
});

test.each(['v1', 'v2'])(
  'the body of a request of VPC Lattice %s is encoded as its flag says',
  (version) => {
    const flag = version === 'v1' ? 'is_base64_encoded' : 'isBase64Encoded';
    expect(sample('vpc-lattice', [`${flag}=true`], version)).toHaveProperty(
      'body',
      Buffer.from('{"name":"Ada"}').toString('base64'),
    );
  },
);

test('who signs in is who the attributes are of', () => {
  const sub = '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9';
  expect(sample('cognito', [`userName=${sub}`], 'post-authentication')).toHaveProperty(
    'request.userAttributes.sub',
    sub,
  );
  expect(sample('cognito', ['userName=ada'])).not.toHaveProperty('request.userAttributes.sub');
});

test('an ARN follows region and account, a prefix its domain', () => {
  const rule = sample('schedule', ['region=us-east-1', 'account=210987654321'], 'rule');
  expect(rule).toHaveProperty('resources', [
    'arn:aws:events:us-east-1:210987654321:rule/daily-report',
  ]);
  const request = sample('http', ['requestContext.domainName=api.example.com']);
  expect(request).toHaveProperty('requestContext.domainPrefix', 'api');
});

test('the ARN of a request to API Gateway follows its stage, method and path', () => {
  const arn = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5';
  expect(
    sample('authorizer', ['httpMethod=PUT', 'path=/a', 'requestContext.stage=dev'], 'request'),
  ).toMatchObject({
    methodArn: `${arn}/dev/PUT/a`,
    requestContext: { httpMethod: 'PUT', path: '/dev/a' },
  });
  expect(
    sample('authorizer', ['rawPath=/a', 'requestContext.http.method=PUT'], 'http'),
  ).toHaveProperty('routeArn', `${arn}/$default/PUT/a`);
  expect(sample('authorizer', ['requestContext.stage=dev'], 'websocket')).toHaveProperty(
    'methodArn',
    `${arn}/dev/$connect`,
  );
});

test('what an event does not have is not added by what it would follow from', () => {
  const sets = ['requestContext.domainName=chat.example.com', 'requestContext.requestTimeEpoch=0'];
  const requestContext = { requestTime: '01/Jan/1970:00:00:00 +0000' };
  expect(sample('websocket', sets, 'connect')).toMatchObject({
    headers: { Host: 'chat.example.com' },
    multiValueHeaders: { Host: ['chat.example.com'] },
    requestContext,
  });
  const message = sample('websocket', sets, 'message');
  expect(message).toMatchObject({ requestContext });
  expect(message).not.toHaveProperty('headers');
  expect(message).not.toHaveProperty('multiValueHeaders');
  // API Gateway sends the header, without the address.
  expect(
    sample('websocket', ['requestContext.identity.sourceIp=198.51.100.1'], 'disconnect'),
  ).toHaveProperty('headers.X-Forwarded-For', '');
});

test('what is given is not derived', () => {
  const sets = ['Records[0].md5OfBody=wrong', 'Records[0].body=x'];
  expect(sample('sqs', sets)).toHaveProperty('Records[0].md5OfBody', 'wrong');
});

test('attributes of a message have the checksum of AWS, none have none', () => {
  const path = 'Records[0].messageAttributes';
  expect(sample('sqs', [`${path}={}`], 'attributes')).not.toHaveProperty(
    'Records[0].md5OfMessageAttributes',
  );
});

test('a string stays a string, other values are JSON, what is new may be either', () => {
  expect(sample('sqs', ['Records[0].body=17'])).toHaveProperty('Records[0].body', '17');
  expect(sample('http', ['requestContext.timeEpoch=1'])).toHaveProperty(
    'requestContext.timeEpoch',
    1,
  );
  expect(sample('direct', ['age=36', 'city=Paris', 'tags=["a"]'])).toStrictEqual({
    name: 'Ada',
    age: 36,
    city: 'Paris',
    tags: ['a'],
  });
});

test.each([
  'Records[0].messageAttributes.x=1',
  'Records[0].messageAttributes={"x":null,"y":{"dataType":1,"stringValue":2}}',
  'Records[0].messageAttributes={"x":{"binaryValue":3}}',
  'Records[3].awsRegion=us-east-1',
])('%s is set, though SQS sends no such value', (set) => {
  expect(sample('sqs', [set])).toHaveProperty('Records[0].md5OfBody');
});

test('nothing is derived from what is not there', () => {
  expect(sample('sqs', ['Records=[{},null]'])).toStrictEqual({ Records: [{}, null] });
});

test.each([
  ['sqs', 'Records', 'expected PATH=VALUE'],
  ['sqs', 'Records[9].body=x', 'expected an index from [0] to [3] at Records'],
  ['sqs', 'Records[0].body.x=1', 'expected an object at Records[0].body'],
  ['sqs', 'Records[0=1', 'expected a path such as'],
  ['http', 'isBase64Encoded=maybe', 'expected a boolean for isBase64Encoded'],
  ['http', 'headers=[]', 'expected an object for headers'],
  ['http', '__proto__.x=1', 'expected a path such as'],
])('%s: %s is refused', (source, set, message) => {
  expect(() => sample(source, [set])).toThrow(
    expect.objectContaining({ kind: 'usage', problem: expect.stringContaining(message) }),
  );
});

test('unknown sources and samples are refused with those that there are', () => {
  expect(() => sample('sqss')).toThrow(/ one of ([\w-]+, )*direct, /);
  expect(() => sample('sqs', [], 'fif')).toThrow('one of batch, ');
});

test('every derivation is used', () => {
  const used = sources.flatMap(({ derived }) => derived.map(({ as }) => as));
  expect([...new Set(used)].toSorted()).toStrictEqual(Object.keys(derivations).toSorted());
});
