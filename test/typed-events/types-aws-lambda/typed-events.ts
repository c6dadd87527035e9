/**
 * Compiles events with @types/aws-lambda.
 *
 * Arguments: files of events, each in a directory that is named after its source. Prints one line of JSON for each: the type,
 * null if there is none, and the event. An event that does not have the type, or has fields that it does not have, is an error of the compiler.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../../scaffold/package-root.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

/** Types of the samples of a source, and of single samples of it; null if there is none. */
const types: Readonly<Record<string, string | null>> = {
  alb: 'Lambda.ALBEvent',
  'appsync/authorizer': 'Lambda.AppSyncAuthorizerEvent',
  'appsync/batch': 'Lambda.AppSyncResolverEvent<object>[]',
  'appsync/resolver': 'Lambda.AppSyncResolverEvent<object>',
  'authorizer/http': 'Lambda.APIGatewayRequestAuthorizerEventV2',
  'authorizer/request': 'APIGatewayRequestAuthorizerEvent',
  'authorizer/token': 'Lambda.APIGatewayTokenAuthorizerEvent',
  'cloudformation/create': 'Lambda.CloudFormationCustomResourceCreateEvent',
  'cloudformation/delete': 'Lambda.CloudFormationCustomResourceDeleteEvent',
  'cloudformation/update': 'Lambda.CloudFormationCustomResourceUpdateEvent',
  'cloudwatch-alarm': 'Lambda.CloudWatchAlarmEvent',
  codecommit: 'Lambda.CodeCommitTriggerEvent',
  codepipeline: 'Lambda.CodePipelineEvent',
  cognito: 'Lambda.PreSignUpTriggerEvent',
  'cognito/confirmed': 'Lambda.PostConfirmationTriggerEvent',
  'cognito/create-auth-challenge': 'Unanswered<Lambda.CreateAuthChallengeTriggerEvent>',
  'cognito/custom-email-sender': 'Sent<Lambda.CustomEmailSenderTriggerEvent>',
  'cognito/custom-message': 'Lambda.CustomMessageTriggerEvent',
  'cognito/custom-sms-sender': 'Sent<Lambda.CustomSMSSenderTriggerEvent>',
  'cognito/define-auth-challenge': 'Unanswered<Lambda.DefineAuthChallengeTriggerEvent>',
  'cognito/inbound-federation': 'Lambda.InboundFederationTriggerEvent',
  'cognito/custom-message-admin-create-user': 'Lambda.CustomMessageTriggerEvent',
  'cognito/post-confirmation-forgot-password': 'Lambda.PostConfirmationTriggerEvent',
  'cognito/post-authentication': 'Lambda.PostAuthenticationTriggerEvent',
  'cognito/pre-authentication': 'Lambda.PreAuthenticationTriggerEvent',
  'cognito/pre-token-generation': 'Unanswered<Lambda.PreTokenGenerationTriggerEvent>',
  'cognito/pre-token-generation-v2': 'Unanswered<Lambda.PreTokenGenerationV2TriggerEvent>',
  'cognito/pre-token-generation-v3': 'Unanswered<Lambda.PreTokenGenerationV3TriggerEvent>',
  'cognito/user-migration': 'Unanswered<Lambda.UserMigrationTriggerEvent>',
  'cognito/user-migration-forgot-password': 'Unanswered<Lambda.UserMigrationTriggerEvent>',
  'cognito/verify-auth-challenge': 'Unanswered<Lambda.VerifyAuthChallengeResponseTriggerEvent>',
  connect: 'Lambda.ConnectContactFlowEvent',
  cwlogs: 'Lambda.CloudWatchLogsEvent',
  dynamodb: 'Lambda.DynamoDBStreamEvent',
  'dynamodb/window': null,
  eventbridge: 'Lambda.EventBridgeEvent<string, object>',
  firehose: 'FirehoseTransformationEvent',
  'firehose/msk': null,
  http: 'Lambda.APIGatewayProxyEventV2',
  'http/iam': 'Lambda.APIGatewayProxyEventV2WithIAMAuthorizer',
  'http/jwt': 'Lambda.APIGatewayProxyEventV2WithJWTAuthorizer',
  'http/lambda-authorizer': 'Lambda.APIGatewayProxyEventV2WithLambdaAuthorizer<object>',
  'http/function-url': 'Lambda.LambdaFunctionURLEvent',
  'iot/authorizer': 'Lambda.IoTCustomAuthorizerEvent',
  'iot/provisioning-hook': 'Lambda.IoTPreProvisioningHookEvent',
  'kafka/msk': 'KafkaEvent<Lambda.MSKEvent>',
  'kafka/self-managed': 'KafkaEvent<Lambda.SelfManagedKafkaEvent>',
  kinesis: 'Lambda.KinesisStreamEvent',
  'kinesis/final-window': null,
  'kinesis/window': null,
  'lex-v2': 'Lambda.LexV2Event',
  rest: 'APIGatewayProxyEvent',
  'rest/cognito': 'Called<Lambda.APIGatewayProxyWithCognitoAuthorizerEvent>',
  'rest/lambda-authorizer':
    'Called<Lambda.APIGatewayProxyWithLambdaAuthorizerEvent<{ customerId: string; admin: boolean }>>',
  s3: 'S3Event',
  's3-batch/v1': 'Lambda.S3BatchEvent',
  'schedule/rule': 'Lambda.ScheduledEvent<object>',
  secretsmanager: 'Lambda.SecretsManagerRotationEvent',
  ses: 'Lambda.SESEvent',
  sns: 'SNSEvent',
  sqs: 'Lambda.SQSEvent',
  'transfer-family': 'Lambda.TransferFamilyAuthorizerEvent',
  websocket: 'APIGatewayProxyWebsocketEventV2',
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
interface APIGatewayProxyEvent extends Omit<Lambda.APIGatewayProxyEvent, 'requestContext'> {
  requestContext: RestContext & { identity: Partial<Lambda.APIGatewayEventIdentity> };
}

// With an authorizer, they require the others.
type Called<Event extends { requestContext: { identity: object } }> = Omit<Event, 'requestContext'> & {
  requestContext: Omit<Event['requestContext'], 'identity'> & {
    identity: Partial<Event['requestContext']['identity']>;
  };
};

// So does Lambda.APIGatewayRequestAuthorizerEvent.
interface APIGatewayRequestAuthorizerEvent extends Omit<Lambda.APIGatewayRequestAuthorizerEvent, 'requestContext'> {
  requestContext: APIGatewayProxyEvent['requestContext'];
}

// What the function is to set is null before that.
type Unanswered<Event> = Event extends { response: infer Response }
  ? Omit<Event, 'response'> & { response: { [Key in keyof Response]?: Response[Key] | null } }
  : never;

// Senders of messages have no response to set.
type Sent<Event> = Event extends unknown ? Omit<Event, 'response'> : never;

// Lambda.FirehoseTransformationEvent has a string for subsequenceNumber, which is a number.
type FirehoseRecord = Lambda.FirehoseTransformationEventRecord;
type FirehoseMetadata = Omit<Lambda.FirehoseRecordMetadata, 'subsequenceNumber'> & { subsequenceNumber: number };
interface FirehoseTransformationEvent extends Omit<Lambda.FirehoseTransformationEvent, 'records'> {
  records: (Omit<FirehoseRecord, 'kinesisRecordMetadata'> & { kinesisRecordMetadata?: FirehoseMetadata })[];
}

// Lambda.MSKEvent and Lambda.SelfManagedKafkaEvent require a key, which a record need not have.
type KafkaRecord = Lambda.MSKEvent['records'][string][number];
type KafkaEvent<Event> = Omit<Event, 'records'> & {
  records: Record<string, (Omit<KafkaRecord, 'key'> & { key?: string })[]>;
};

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
interface APIGatewayProxyWebsocketEventV2 extends Lambda.APIGatewayProxyWebsocketEventV2WithRequestContext<SomeContext> {
  headers?: Lambda.APIGatewayProxyEventHeaders;
  multiValueHeaders?: Lambda.APIGatewayProxyEventMultiValueHeaders;
}
`;

const events = process.argv.slice(2).map((file) => ({
  file,
  type: typeOf(path.basename(path.dirname(file)), path.basename(file, '.json')),
  json: readFileSync(file, 'utf8'),
}));
const declarations = events
  .filter(({ type }) => type !== null)
  .map(
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

function typeOf(source: string, sample: string): string | null {
  const type = types[`${source}/${sample}`];
  return type === undefined ? (types[source] ?? null) : type;
}
