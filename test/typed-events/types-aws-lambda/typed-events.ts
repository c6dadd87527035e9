/**
 * Compiles events with @types/aws-lambda.
 *
 * Arguments: files of events, each in a directory that is named after its source. Prints one line of JSON for each: the type,
 * and the event. An event that does not have the type, or has fields that it does not have, is an error of the compiler.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../../scaffold/package-root.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const types: Readonly<Record<string, string>> = {
  alb: 'Lambda.ALBEvent',
  cognito: 'Lambda.PreSignUpTriggerEvent',
  confirmed: 'Lambda.PostConfirmationTriggerEvent',
  cwlogs: 'Lambda.CloudWatchLogsEvent',
  dynamodb: 'Lambda.DynamoDBStreamEvent',
  eventbridge: 'Lambda.EventBridgeEvent<string, object>',
  'function-url': 'Lambda.LambdaFunctionURLEvent',
  http: 'Lambda.APIGatewayProxyEventV2',
  kinesis: 'Lambda.KinesisStreamEvent',
  rest: 'RestEvent',
  s3: 'S3Event',
  schedule: 'Lambda.ScheduledEvent<object>',
  sns: 'SNSEvent',
  sqs: 'Lambda.SQSEvent',
  websocket: 'WebSocketEvent',
};

const imports = `
import type * as Lambda from 'aws-lambda';

// Lambda.S3Event requires size and eTag, which S3 leaves out when an object is removed.
type S3 = Lambda.S3EventRecord['s3'];
type S3Object = Omit<S3['object'], 'size' | 'eTag'> & Partial<S3['object']>;
interface S3Record extends Omit<Lambda.S3EventRecord, 's3'> {
  s3: Omit<S3, 'object'> & { object: S3Object };
}
interface S3Event {
  Records: S3Record[];
}

// Lambda.APIGatewayProxyEvent requires what only some APIs have: an authorizer, API keys, certificates of clients.
type RestContext = Omit<Lambda.APIGatewayEventRequestContext, 'authorizer' | 'identity'>;
interface RestEvent extends Omit<Lambda.APIGatewayProxyEvent, 'requestContext'> {
  requestContext: RestContext & { identity: Partial<Lambda.APIGatewayEventIdentity> };
}

// Lambda.SNSEvent requires Subject, which is null for a message without one.
type SNS = Lambda.SNSMessage;
interface SNSRecord extends Omit<Lambda.SNSEventRecord, 'Sns'> {
  Sns: Omit<SNS, 'Subject'> & { Subject: string | null };
}
interface SNSEvent {
  Records: SNSRecord[];
}

// Lambda.APIGatewayProxyWebsocketEventV2 is that of a message: it has neither headers nor what is only known of others.
type WebSocketContext = Lambda.APIGatewayEventWebsocketRequestContextV2;
interface SomeContext extends Omit<WebSocketContext, 'messageId'>, Partial<Pick<WebSocketContext, 'messageId'>> {
  identity: { sourceIp: string };
  disconnectStatusCode?: number;
  disconnectReason?: string;
}
interface WebSocketEvent extends Lambda.APIGatewayProxyWebsocketEventV2WithRequestContext<SomeContext> {
  headers?: Lambda.APIGatewayProxyEventHeaders;
  multiValueHeaders?: Lambda.APIGatewayProxyEventMultiValueHeaders;
}
`;

const events = process.argv.slice(2).map((file) => ({
  file,
  type: types[path.basename(path.dirname(file))],
  json: readFileSync(file, 'utf8'),
}));
const declarations = events.map(
  ({ file, type, json }, index) => `// ${file}\nexport const event${index}: ${type} = ${json};\n`,
);
const typeRoot = path.join(packageRoot, 'node_modules/@types');
const compilerOptions = {
  strict: true,
  noEmit: true,
  types: ['node'],
  typeRoots: [typeRoot],
  paths: { 'aws-lambda': [path.join(typeRoot, 'aws-lambda')] },
};

using directory = temporaryDirectory({ 'tsconfig.json': JSON.stringify({ compilerOptions }) });
writeFileSync(path.join(directory.path, 'events.ts'), [imports, ...declarations].join('\n'));
await execa('tsc', ['--project', directory.path], { preferLocal: true, localDir: packageRoot });
for (const { type, json } of events) {
  console.log(JSON.stringify({ type, event: JSON.parse(json) as unknown }));
}
