import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, test } from 'vitest';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { defaultEvent } from '../../scaffold/options/options.ts';
import { packageRoot } from '../../scaffold/package-root.ts';
import { sampleEvent, samplesOf } from '../../scaffold/samples/sample-event.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { changedPaths } from './changed-paths.ts';

/** A library with types for events. A directory of this name has a program that parses files with it. */
interface Library {
  readonly name: string;
  /** Runs the program, and returns what it prints. */
  parse(files: readonly string[]): Promise<string>;
  /** What the library writes in another form than it has read, or does not know, of each source. */
  readonly changes: Readonly<Record<string, readonly string[]>>;
}

interface Sample {
  /** Path below a directory: the source, and a name. */
  readonly file: string;
  readonly event: object;
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

/** Samples whose types are not those of the others of their source. */
const typedByName = new Set<string | undefined>(['function-url', 'confirmed']);

const samples = catalog.events.flatMap((event): Sample[] =>
  [...samplesOf(catalog, event), undefined]
    .filter((sample) => !hasNoType(event.id, sample))
    .map((sample) => ({
      file: `${typedByName.has(sample) ? sample : event.id}/${sample ?? 'set'}.json`,
      event: sampleEvent(catalog, {
        source: event.id,
        sample,
        sets: sample === undefined ? (sets[event.id] ?? []) : [],
      }),
    })),
);

/** Events of any form: the caller's, and the input that a schedule of EventBridge Scheduler is given. */
function hasNoType(source: string, sample: string | undefined): boolean {
  return source === defaultEvent || (source === 'schedule' && sample !== 'rule');
}

const cache = path.join(packageRoot, '.cache/typed-events');

/** API Gateway has routes and stages. Function URLs send these as well, but they are always $default. */
const routeAndStage = ['routeKey', 'requestContext.routeKey', 'requestContext.stage'];

const libraries: readonly Library[] = [
  {
    name: 'aws-lambda-go',
    parse: (files) => run('aws-lambda-go', 'go', ['run', '.', ...files]),
    // Text is never null. What is empty, and a flag that is not set, are left out.
    changes: {
      alb: ['multiValueQueryStringParameters'],
      'function-url': routeAndStage,
      rest: ['requestContext.identity', 'body', 'isBase64Encoded'],
      sns: ['Records[].Sns.Subject'],
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
      // What is empty becomes null, and what is null is left out.
      confirmed: ['response'],
      rest: [
        'pathParameters',
        'stageVariables',
        'requestContext.identity',
        'body',
        'queryStringParameters',
        'multiValueQueryStringParameters',
      ],
      sns: ['Records[].Sns.Subject'],
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
      cwlogs: ['awslogs.data'],
      'function-url': routeAndStage,
      kinesis: ['Records[].kinesis.approximateArrivalTimestamp'],
      // What is null becomes empty.
      rest: [
        'headers',
        'multiValueHeaders',
        'queryStringParameters',
        'multiValueQueryStringParameters',
        'pathParameters',
        'stageVariables',
        'requestContext.extendedRequestId',
        'requestContext.identity.principalOrgId',
      ],
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
      cwlogs: ['awslogs.data'],
      dynamodb: [
        'Records[].eventVersion',
        'Records[].dynamodb.ApproximateCreationDateTime',
        'Records[].dynamodb.Keys',
        'Records[].dynamodb.NewImage',
        'Records[].dynamodb.OldImage',
      ],
      'function-url': ['requestContext.http.sourceIp', 'requestContext.timeEpoch'],
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

/** The files as the library writes them, in the same order. */
async function writtenBy(library: Library, events: readonly Sample[]): Promise<unknown[]> {
  using directory = temporaryDirectory(
    Object.fromEntries(events.map(({ file, event }) => [file, JSON.stringify(event)])),
  );
  const lines = await library.parse(events.map(({ file }) => path.join(directory.path, file)));
  return lines.split('\n').map((line) => (JSON.parse(line) as { event: unknown }).event);
}

describe.concurrent.each(libraries)('$name', (library) => {
  test(
    'parses every sample event, and has all values of it',
    { timeout: 600_000 },
    async ({ expect }) => {
      const written = await writtenBy(library, samples);
      expect(written).toHaveLength(samples.length);
      const changed = samples.flatMap(({ file, event }, index) =>
        changedPaths(event, written[index]).map((at) => `${path.dirname(file)}: ${at}`),
      );
      const known = Object.entries(library.changes).flatMap(([source, paths]) =>
        paths.map((at) => `${source}: ${at}`),
      );
      expect(changed.filter((each) => !known.some((at) => each.startsWith(at)))).toStrictEqual([]);
      expect(known.filter((at) => !changed.some((each) => each.startsWith(at)))).toStrictEqual([]);
    },
  );
});
