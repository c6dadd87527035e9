import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, test } from 'vitest';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { packageRoot } from '../../scaffold/package-root.ts';
import { sampleEvent } from '../../scaffold/samples/sample-event.ts';
import { sampleSources } from '../../scaffold/samples/sample-sources.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { changedPaths } from './changed-paths.ts';

/** A library with types for events. A directory of this name has a program that parses files with it. */
interface Library {
  readonly name: string;
  /** Runs the program, and returns what it prints. */
  parse(files: readonly string[]): Promise<string>;
  /** What the library writes in another form than it has read, or does not know, of each source, or of one of its samples. */
  readonly changes: Readonly<Record<string, readonly string[]>>;
}

interface Sample {
  readonly source: string;
  readonly name: string;
  readonly event: object;
}

interface Written {
  /** None where the library has no type for the event. */
  readonly type: string | null;
  readonly event?: unknown;
}

const catalog = loadCatalog();

/** Values for `lambda-container event SOURCE --set`, on which others depend, or which are new. */
const sets: Readonly<Record<string, readonly string[]>> = {
  alb: ['multiValueQueryStringParameters={"a":["1","2"]}', 'path=/a', 'httpMethod=PUT'],
  cognito: ['request.userAttributes.email=ada@example.org'],
  dynamodb: ['Records[0].awsRegion=us-east-1', 'Records[0].dynamodb.NewImage.photo={"B":"AP8="}'],
  eventbridge: ['detail.lines=[{"sku":"tea"}]', 'resources[0]=arn:aws:s3:::photos'],
  http: ['rawQueryString=a=1&a=2', 'body=ä', 'cookies=["a=1"]', 'requestContext.http.method=PUT'],
  kinesis: ['Records[0].awsRegion=us-east-1', 'Records[0].kinesis.partitionKey=visitor-9'],
  rest: ['multiValueQueryStringParameters={"a":["1","2"]}', 'path=/a', 'httpMethod=PUT'],
  s3: ['Records[0].s3.bucket.name=photos', 'Records[0].s3.object.versionId=3sL4kqtJlcpXroDTDm'],
  sns: [
    'Records[0].Sns.TopicArn=arn:aws:sns:us-east-1:123456789012:refunds',
    'Records[0].Sns.MessageAttributes.amount={"Type":"Number","Value":"1"}',
  ],
  sqs: [
    'Records[0].body={}',
    'Records[0].awsRegion=us-east-1',
    'Records[0].messageAttributes.source={"stringValue":"shop","dataType":"String"}',
  ],
  websocket: ['body={"action":"say"}', 'requestContext.domainName=chat.example.com'],
};

const samples = sampleSources(catalog).flatMap(({ id, samples: named }): Sample[] => [
  ...[...named.keys()].map((name) => sample(id, name, [])),
  ...(sets[id] === undefined ? [] : [sample(id, 'set', sets[id])]),
]);

function sample(source: string, name: string, values: readonly string[]): Sample {
  return {
    source,
    name,
    event: sampleEvent(catalog, {
      source,
      sample: name === 'set' ? undefined : name,
      sets: values,
    }),
  };
}

const cache = path.join(packageRoot, '.cache/typed-events');

/** API Gateway has routes and stages. Function URLs send these as well, but they are always $default. */
const routeAndStage = ['routeKey', 'requestContext.routeKey', 'requestContext.stage'];

const libraries: readonly Library[] = [
  {
    name: 'aws-lambda-go',
    parse: (files) => run('aws-lambda-go', 'go', ['run', '.', ...files]),
    // What is empty, and a flag that is not set, are left out.
    changes: {
      // Fields that the types do not have.
      'appsync/authorizer': ['requestHeaders'],
      'authorizer/request': ['requestContext'],
      'client-vpn': ['aws-client-version', 'groups'],
      cloudformation: ['ServiceToken'],
      codepipeline: ['CodePipeline.job.data.encryptionKey'],
      cognito: ['request.userNotFound', 'request.linkParameter'],
      connect: ['Details.ContactData.MediaStreams'],
      // Text in place of a time, and empty objects in place of null.
      codecommit: ['Records[].eventTime'],
      'cognito/pre-token-generation': ['response'],
      'cognito/pre-token-generation-v2': ['response'],
      'cognito/pre-token-generation-v3': ['response'],
      'http/iam': ['requestContext.authorizer.iam.cognitoIdentity'],
      alb: ['multiValueQueryStringParameters'],
      'http/function-url': routeAndStage,
      rest: ['isBase64Encoded'],
    },
  },
  {
    name: 'aws-lambda-java-events',
    async parse(files) {
      mkdirSync(cache, { recursive: true });
      const list = path.join(cache, 'class-path.txt');
      const flags = ['--batch-mode', '--quiet', '--no-transfer-progress'];
      const goal = ['dependency:build-classpath', `-Dmdep.outputFile=${list}`];
      await run('aws-lambda-java-events', 'mvn', [...flags, ...goal]);
      const classPath = readFileSync(list, 'utf8');
      return run('aws-lambda-java-events', 'java', [
        '-cp',
        classPath,
        'TypedEvents.java',
        ...files,
      ]);
    },
    changes: {
      // Fields that the types do not have, or that lose their values.
      'appsync/authorizer': ['requestContext.queryString'],
      'authorizer/http': ['requestContext.time'],
      'authorizer/request': [
        'multiValueHeaders',
        'multiValueQueryStringParameters',
        'requestContext',
      ],
      'cloudwatch-alarm': ['alarmData.state'],
      codecommit: ['Records[].codecommit.references[].deleted'],
      cognito: ['request.linkParameter'],
      connect: ['Details.ContactData.MediaStreams'],
      firehose: [
        'sourceKinesisStreamArn',
        'records[].kinesisRecordMetadata',
        'records[].mskRecordMetadata',
      ],
      kafka: ['records.orders-0[].headers'],
      'mq/rabbitmq': ['rmqMessagesByQueue.orders::/[].basicProperties.expiration'],
      's3-object-lambda': ['xAmzRequestId', 'userIdentity.sessionContext'],
      's3/restored': ['Records[].glacierEventData'],
      // What is empty becomes null.
      'cognito/post-confirmation-forgot-password': ['response'],
      'cognito/post-authentication': ['response'],
      'cognito/pre-authentication': ['response'],
      // What is empty becomes null.
      'cognito/confirmed': ['response'],
      websocket: ['requestContext.disconnectStatusCode', 'requestContext.disconnectReason'],
    },
  },
  {
    name: 'aws_lambda_events',
    parse(files) {
      const flags = ['--quiet', '--locked', '--target-dir', path.join(cache, 'target')];
      return run('aws_lambda_events', 'cargo', ['run', ...flags, '--', ...files]);
    },
    // Written as text, or decoded, and names of headers in lower case.
    changes: {
      // Fields that the types do not have. AppSyncIdentity takes users of Cognito for those of IAM.
      'appsync/authorizer': ['requestHeaders'],
      'appsync/batch': ['[].identity'],
      'appsync/resolver': ['identity'],
      'client-vpn': ['aws-client-version', 'groups'],
      codecommit: ['Records[].codecommit.references[].deleted'],
      codepipeline: ['CodePipeline.job.data.encryptionKey'],
      cognito: ['request.linkParameter', 'request.userNotFound'],
      connect: ['Details.ContactData.MediaStreams'],
      documentdb: ['events[].event.fullDocument'],
      's3/restored': ['Records[].glacierEventData'],
      // Names of headers in lower case, times and numbers as text, JSON in place of its text, and lists of a value.
      'authorizer/request': ['headers', 'multiValueHeaders', 'requestContext'],
      'cloudwatch-alarm': ['alarmData.state.reasonData', 'alarmData.previousState.reasonData'],
      firehose: ['records[].approximateArrivalTimestamp', 'records[].kinesisRecordMetadata'],
      kafka: ['records.orders-0[].timestamp', 'records.orders-1[].timestamp'],
      's3-object-lambda': ['userRequest.headers'],
      'vpc-lattice/v1': ['query_string_parameters'],
      cwlogs: ['awslogs.data'],
      'http/function-url': routeAndStage,
      kinesis: ['Records[].kinesis.approximateArrivalTimestamp'],
      rest: ['headers', 'multiValueHeaders', 'requestContext.extendedRequestId'],
      websocket: ['headers', 'multiValueHeaders'],
    },
  },
  {
    name: 'powertools-python',
    async parse(files) {
      using packages = temporaryDirectory();
      const flags = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore'];
      const target = ['--no-deps', '--target', packages.path, '--requirement', 'requirements.txt'];
      await run('powertools-python', 'python3', ['-m', 'pip', 'install', ...flags, ...target]);
      const env = { PYTHONPATH: packages.path };
      return await run('powertools-python', 'python3', ['typed_events.py', ...files], env);
    },
    // Types of Python: datetime, float, IPv4Network, bytes, decoded data, and attribute values without their types.
    changes: {
      // Fields that the models do not have.
      'cognito/create-auth-challenge': ['request.challengeName'],
      'rest/lambda-authorizer': ['requestContext.authorizer'],
      ses: ['Records[].ses.receipt.dkimVerdict'],
      // Values of Python.
      'authorizer/http': ['requestContext.http.sourceIp', 'requestContext.timeEpoch'],
      'authorizer/request': ['requestContext.identity.sourceIp', 'requestContext.requestTimeEpoch'],
      firehose: ['records[].data'],
      kafka: ['bootstrapServers', 'records.orders-0[]', 'records.orders-1[]'],
      's3-object-lambda': ['userIdentity.sessionContext.attributes.mfaAuthenticated'],
      cwlogs: ['awslogs.data'],
      dynamodb: [
        'Records[].eventVersion',
        'Records[].dynamodb.ApproximateCreationDateTime',
        'Records[].dynamodb.Keys',
        'Records[].dynamodb.NewImage',
        'Records[].dynamodb.OldImage',
      ],
      'http/function-url': ['requestContext.http.sourceIp', 'requestContext.timeEpoch'],
      http: ['requestContext.http.sourceIp', 'requestContext.timeEpoch'],
      kinesis: ['Records[].kinesis.data'],
      rest: ['requestContext.identity.sourceIp', 'requestContext.requestTimeEpoch'],
      s3: ['Records[].requestParameters.sourceIPAddress'],
      sqs: [
        'Records[].attributes.SentTimestamp',
        'Records[].attributes.ApproximateFirstReceiveTimestamp',
      ],
      websocket: [
        'requestContext.connectedAt',
        'requestContext.identity.sourceIp',
        'requestContext.requestTimeEpoch',
      ],
    },
  },
  {
    name: 'types-aws-lambda',
    parse: (files) => run('types-aws-lambda', 'node', ['typed-events.ts', ...files]),
    changes: {},
  },
];

async function run(
  library: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const cwd = path.join(import.meta.dirname, library);
  return (await execa(command, args, { cwd, env, stdin: 'ignore' })).stdout;
}

/** What the library makes of the events, in the same order. */
async function writtenBy(library: Library, events: readonly Sample[]): Promise<Written[]> {
  const files = events.map(({ source, name }) => `${source}/${name}.json`);
  using directory = temporaryDirectory(
    Object.fromEntries(files.map((file, index) => [file, JSON.stringify(events[index]!.event)])),
  );
  const lines = await library.parse(files.map((file) => path.join(directory.path, file)));
  return lines.split('\n').map((line) => JSON.parse(line) as Written);
}

describe.concurrent.each(libraries)('$name', (library) => {
  test(
    'parses the sample events that it has types for, and has all values of them',
    { timeout: 600_000 },
    async ({ expect }) => {
      const written = await writtenBy(library, samples);
      expect(written).toHaveLength(samples.length);
      const types = samples.flatMap(({ source, name }, index) =>
        name === 'set' ? [] : [`${source}/${name}: ${written[index]!.type ?? '-'}\n`],
      );
      await expect(types.join('')).toMatchFileSnapshot(`${library.name}/types.txt`);
      const changed = samples.flatMap(({ source, name, event }, index) => {
        const { type, event: rewritten } = written[index]!;
        const paths = type === null ? [] : changedPaths(event, rewritten);
        return paths.map((at) => [`${source}: ${at}`, `${source}/${name}: ${at}`]);
      });
      const known = Object.entries(library.changes).flatMap(([source, paths]) =>
        paths.map((at) => `${source}: ${at}`),
      );
      function isKnown(change: readonly string[]): boolean {
        return change.some((each) => known.some((at) => each.startsWith(at)));
      }
      expect(changed.filter((change) => !isKnown(change))).toStrictEqual([]);
      const all = changed.flat();
      expect(known.filter((at) => !all.some((each) => each.startsWith(at)))).toStrictEqual([]);
    },
  );
});
