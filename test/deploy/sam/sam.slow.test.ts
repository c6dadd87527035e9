import path from 'node:path';

import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';

import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import type { Deployment } from '../deployment.ts';
import { describeTemplate } from '../describe-template.ts';
import { findTool } from '../../machine/find-tool.ts';
import { everyEvent, projectFiles, twice } from '../project-files.ts';
import type { Template } from '../template.ts';
import { translateTemplates } from './translate-templates.ts';

const catalog = loadCatalog();
const events = catalog.events.map(({ id }) => id);

/** Each event in the first function and in a second one, then all of them at once. Elsewhere, files are those of Python. */
const projects = [
  ...events.map((event) => ({ title: `two functions for ${event}`, functions: twice(event) })),
  { title: 'a function for every event', functions: everyEvent(catalog, 'direct') },
].map(({ title, functions }) => ({ title, files: projectFiles(catalog, 'sam', functions) }));

/** The linters take seconds. */
const onBusyMachine = 600_000;

let bin: string;
const translated = new Map<string, Template>();

beforeAll(async () => {
  bin = await findTool('python-tools');
  const templates = await translateTemplates(
    path.join(bin, 'python'),
    projects.map(({ files }) => files),
  );
  for (const [index, { title }] of projects.entries()) translated.set(title, templates[index]!);
}, onBusyMachine);

test.concurrent.for(projects)(
  'sam validate finds nothing in $title',
  { timeout: onBusyMachine },
  async ({ files }, { expect }) => {
    const { 'template.yaml': template = '', 'samconfig.toml': settings = '' } = files;
    using directory = temporaryDirectory({ 'template.yaml': template, 'samconfig.toml': settings });
    const { stdout, stderr } = await execa(path.join(bin, 'sam'), ['validate'], {
      cwd: directory.path,
      env: { SAM_CLI_TELEMETRY: '0' },
    });
    expect(stdout).toMatch(/^\n?\S+template\.yaml is a valid SAM Template\n?$/);
    expect(stderr).toBe('');
  },
);

test(
  'cfn-lint finds nothing in what CloudFormation makes of them',
  async () => {
    const templates = [...translated.values()].map((each) => JSON.stringify(each));
    const files = {
      ...Object.fromEntries(templates.map((text, index) => [`${index}.json`, text])),
      'repository.yaml': projects[0]!.files['repository.yaml']!,
    };
    using directory = temporaryDirectory(files);
    // The translator puts in the value of the parameter ImageUri, which is not used any more (W2001).
    const flags = ['--ignore-checks', 'W2001', '--', ...Object.keys(files)];
    const { stdout } = await execa(path.join(bin, 'cfn-lint'), flags, { cwd: directory.path });
    expect(stdout).toBe('');
  },
  onBusyMachine,
);

/** What CloudFormation makes of two functions with this event. */
function deployed(event: string, parameters = {}): Deployment {
  return describeTemplate(translated.get(`two functions for ${event}`)!, parameters);
}

const alias = 'arn:aws:lambda:REGION:ACCOUNT:function:orders-api:live';
const queue = 'arn:aws:sqs:REGION:ACCOUNT:queue of orders-api';
const failures = 'arn:aws:sqs:REGION:ACCOUNT:failures of orders-api';
const table = 'arn:aws:dynamodb:REGION:ACCOUNT:table/table of orders-api';
const stream = 'arn:aws:kinesis:REGION:ACCOUNT:stream/stream of orders-api';
const api = 'arn:aws:execute-api:REGION:ACCOUNT:api of orders-api';
const elb = 'arn:aws:elasticloadbalancing:REGION:ACCOUNT';
const topic = 'arn:aws:sns:REGION:ACCOUNT:topic of orders-api';
const bucket = 'arn:aws:s3:::bucket of orders-api';

describe('permissions', () => {
  /** What the execution role of every function may do. */
  const ofAll = ['logs:CreateLogStream', 'logs:PutLogEvents'].map(
    (action) =>
      `role of orders-api: Allow ${action} on arn:aws:logs:REGION:ACCOUNT:log-group:/aws/lambda/orders-api:*`,
  );
  const send = `role of orders-api: Allow sqs:SendMessage on ${failures}`;
  const own: Readonly<Record<string, readonly string[]>> = {
    direct: [],
    http: [],
    rest: [],
    alb: [],
    cognito: [],
    stepfunctions: [`state machine role of orders-api: Allow lambda:InvokeFunction on ${alias}`],
    sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'].map(
      (action) => `role of orders-api: Allow ${action} on ${queue}`,
    ),
    dynamodb: [
      ...['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'].map(
        (action) => `role of orders-api: Allow ${action} on ${table}/stream/LATEST`,
      ),
      'role of orders-api: Allow dynamodb:ListStreams on *',
      send,
    ],
    kinesis: [
      ...[
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
      ].map((action) => `role of orders-api: Allow ${action} on ${stream}`),
      send,
    ],
    s3: [`role of orders-api: Allow s3:GetObject on ${bucket}/*`, send],
    sns: [
      send,
      `Allow sqs:SendMessage on ${failures} to sns.amazonaws.com if {"ArnEquals":{"aws:SourceArn":"${topic}"}}`,
    ],
    cwlogs: [send],
    eventbridge: [
      send,
      `Allow sqs:SendMessage on ${failures} to events.amazonaws.com if {"ArnEquals":{"aws:SourceArn":"arn:aws:events:REGION:ACCOUNT:rule/rule of orders-api"}}`,
    ],
    schedule: [
      send,
      `schedule role of orders-api: Allow lambda:InvokeFunction on ${alias}`,
      `schedule role of orders-api: Allow sqs:SendMessage on ${failures}`,
    ],
    websocket: [
      ...['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query'].map(
        (action) => `role of orders-api: Allow ${action} on ${table}`,
      ),
      `role of orders-api: Allow execute-api:ManageConnections on ${api}/prod/POST/@connections/*`,
    ],
  };

  test.each(events)('functions for %s are allowed what they need, and nothing else', (event) => {
    const { statements } = deployed(event).functions['orders-api']!;
    const allowed = statements.filter(
      (line) => line.includes('Allow ') && !line.includes('sts:AssumeRole'),
    );
    expect(allowed).toStrictEqual([...ofAll, ...own[event]!].toSorted());
  });

  test('the roles can be assumed by the services that they are for', () => {
    const assumed = events.flatMap((event) =>
      Object.values(deployed(event).functions).flatMap(({ statements }) =>
        statements.filter((line) => line.includes('sts:AssumeRole')),
      ),
    );
    expect([...new Set(assumed)].toSorted()).toStrictEqual([
      'role of orders-api-refund: Allow sts:AssumeRole to lambda.amazonaws.com',
      'role of orders-api: Allow sts:AssumeRole to lambda.amazonaws.com',
      ...['scheduler', 'states'].flatMap((service) =>
        ['orders-api-refund', 'orders-api'].map(
          (name) =>
            `${service === 'states' ? 'state machine' : 'schedule'} role of ${name}: Allow sts:AssumeRole to ${service}.amazonaws.com if {"StringEquals":{"aws:SourceAccount":"ACCOUNT"}}`,
        ),
      ),
    ]);
  });

  /** Where AWS knows nothing finer than *, and why. */
  const wide: Readonly<Record<string, string>> = {
    'dynamodb:ListStreams on *': 'the action has no resources',
    'xray:PutTelemetryRecords on *': 'the action has no resources',
    'xray:PutTraceSegments on *': 'the action has no resources',
    'kms:* on * to arn:aws:iam::ACCOUNT:root':
      'the account manages its key; in the policy of a key, * is the key',
    'kms:Decrypt on * to cloudwatch.amazonaws.com if {"StringEquals":{"aws:SourceAccount":"ACCOUNT"}}':
      'in the policy of a key, * is the key',
    'kms:GenerateDataKey on * to cloudwatch.amazonaws.com if {"StringEquals":{"aws:SourceAccount":"ACCOUNT"}}':
      'in the policy of a key, * is the key',
  };

  test('no action and no resource is *, but where AWS knows nothing finer', () => {
    const all = events.flatMap((event) => {
      const { functions, alarmTopic } = deployed(event, { Tracing: 'Active' });
      return [
        ...alarmTopic.statements,
        ...Object.values(functions).flatMap(({ statements }) => statements),
      ];
    });
    const allowed = all.filter((line) => line.includes('Allow '));
    const found = allowed.filter((line) => /:\* on | on \*/.test(line));
    const lines = found.map((line) => line.replace(/^.*Allow /, ''));
    expect([...new Set(lines)].toSorted()).toStrictEqual(Object.keys(wide).toSorted());
  });

  test('queues, buckets and topics are encrypted, and refuse requests without TLS', () => {
    for (const event of events) {
      const { functions, alarmTopic } = deployed(event);
      expect(alarmTopic.isEncrypted).toBe(true);
      expect(alarmTopic.statements.filter((line) => line.startsWith('Deny'))).toHaveLength(1);
      for (const { queues, stores, statements } of Object.values(functions)) {
        for (const each of queues) expect(each).toMatchObject({ SqsManagedSseEnabled: true });
        const denied = statements.filter((line) => line.startsWith('Deny'));
        const resources = queues.length + ({ s3: 2, sns: 1 }[event] ?? 0) * stores.length;
        expect(denied).toHaveLength(resources);
      }
    }
  });
});

describe('what invokes the function', () => {
  const stream_ = {
    target: alias,
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 0,
    StartingPosition: 'TRIM_HORIZON',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 3,
    MaximumRecordAgeInSeconds: 21_600,
    DestinationConfig: { OnFailure: { Destination: failures } },
  };
  const triggers: Readonly<Record<string, readonly unknown[]>> = {
    direct: [],
    http: [{ target: alias, AuthType: 'NONE' }],
    rest: [
      { Name: 'orders-api' },
      {
        RestApiId: 'api of orders-api',
        ParentId: 'api of orders-api.RootResourceId',
        PathPart: '{proxy+}',
      },
      ...['api of orders-api.RootResourceId', 'resource of orders-api'].map((ResourceId) => ({
        RestApiId: 'api of orders-api',
        ResourceId,
        HttpMethod: 'ANY',
        AuthorizationType: 'NONE',
        Integration: {
          Type: 'AWS_PROXY',
          IntegrationHttpMethod: 'POST',
          Uri: `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/${alias}/invocations`,
        },
      })),
      {
        RestApiId: 'api of orders-api',
        DeploymentId: 'deployment of orders-api',
        StageName: 'prod',
      },
    ],
    stepfunctions: [
      {
        StateMachineName: 'orders-api',
        RoleArn: 'arn:aws:iam::ACCOUNT:role/state machine role of orders-api',
        definition: expect.objectContaining({
          StartAt: 'Charge',
          States: expect.objectContaining({
            Charge: expect.objectContaining({ Resource: alias, TimeoutSeconds: 60 }),
          }),
        }),
      },
    ],
    alb: [
      {
        Type: 'application',
        Scheme: 'internet-facing',
        Subnets: ['subnet 10.1.0.0/24', 'subnet 10.1.1.0/24'],
        SecurityGroups: ['security group Load balancers'],
      },
      {
        LoadBalancerArn: `${elb}:loadbalancer/load balancer of orders-api`,
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [
          { Type: 'forward', TargetGroupArn: `${elb}:targetgroup/target group of orders-api` },
        ],
      },
      {
        TargetType: 'lambda',
        Targets: [{ Id: alias }],
        attributes: ['lambda.multi_value_headers.enabled=true'],
      },
    ],
    cognito: [{ PreSignUp: alias, PostConfirmation: alias }],
    sqs: [
      {
        target: alias,
        EventSourceArn: queue,
        BatchSize: 10,
        MaximumBatchingWindowInSeconds: 0,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 10 },
      },
    ],
    dynamodb: [{ ...stream_, EventSourceArn: `${table}/stream/LATEST` }],
    kinesis: [{ ...stream_, EventSourceArn: stream }],
    s3: [
      [
        {
          Function: alias,
          Event: 's3:ObjectCreated:*',
          Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }] } },
        },
      ],
    ],
    sns: [
      {
        Protocol: 'lambda',
        Endpoint: alias,
        TopicArn: topic,
        RedrivePolicy: { deadLetterTargetArn: failures },
      },
    ],
    cwlogs: [{ LogGroupName: 'orders-api-source', FilterPattern: 'ERROR', DestinationArn: alias }],
    eventbridge: [
      {
        EventPattern: { source: ['shop.orders'], 'detail-type': ['OrderPlaced', 'OrderCancelled'] },
        targets: [{ Arn: alias, DeadLetterConfig: { Arn: failures } }],
      },
    ],
    schedule: [
      {
        Name: 'orders-api',
        Arn: alias,
        ScheduleExpression: 'cron(0 6 * * ? *)',
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        input: { task: 'daily-report', scheduledTime: '<aws.scheduler.scheduled-time>' },
        RoleArn: 'arn:aws:iam::ACCOUNT:role/schedule role of orders-api',
        DeadLetterConfig: { Arn: failures },
      },
    ],
    websocket: [
      ...['$connect', '$default', '$disconnect'].map((RouteKey) => ({
        ApiId: 'api of orders-api',
        RouteKey,
        Target: 'integrations/integration of orders-api',
      })),
      {
        ApiId: 'api of orders-api',
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/${alias}/invocations`,
      },
      { ApiId: 'api of orders-api', StageName: 'prod', AutoDeploy: true },
      {
        Name: 'orders-api',
        ProtocolType: 'WEBSOCKET',
        RouteSelectionExpression: '$request.body.action',
      },
    ],
  };
  const invoke = { target: alias, Action: 'lambda:InvokeFunction' };
  const permissions: Readonly<Record<string, readonly unknown[]>> = {
    http: [
      {
        target: alias,
        Principal: '*',
        Action: 'lambda:InvokeFunctionUrl',
        FunctionUrlAuthType: 'NONE',
      },
      { ...invoke, Principal: '*', InvokedViaFunctionUrl: true },
    ],
    cognito: [
      {
        ...invoke,
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: 'arn:aws:cognito-idp:REGION:ACCOUNT:userpool/user pool of orders-api',
      },
    ],
    alb: [
      {
        ...invoke,
        Principal: 'elasticloadbalancing.amazonaws.com',
        SourceArn: `${elb}:targetgroup/*`,
      },
    ],
    rest: [{ ...invoke, Principal: 'apigateway.amazonaws.com', SourceArn: `${api}/prod/*` }],
    websocket: [{ ...invoke, Principal: 'apigateway.amazonaws.com', SourceArn: `${api}/prod/*` }],
    s3: [{ ...invoke, Principal: 's3.amazonaws.com', SourceAccount: 'ACCOUNT' }],
    sns: [{ ...invoke, Principal: 'sns.amazonaws.com', SourceArn: topic }],
    cwlogs: [
      {
        ...invoke,
        Principal: 'logs.amazonaws.com',
        SourceArn: 'arn:aws:logs:REGION:ACCOUNT:log-group:orders-api-source:*',
      },
    ],
    eventbridge: [
      {
        ...invoke,
        Principal: 'events.amazonaws.com',
        SourceArn: 'arn:aws:events:REGION:ACCOUNT:rule/rule of orders-api',
      },
    ],
  };

  test.each(events)('%s', (event) => {
    const fn = deployed(event).functions['orders-api']!;
    expect(fn.triggers).toEqual(expect.arrayContaining([...triggers[event]!]));
    expect(fn.triggers).toHaveLength(triggers[event]!.length);
    expect(fn.permissions).toEqual(expect.arrayContaining([...(permissions[event] ?? [])]));
    expect(fn.permissions).toHaveLength((permissions[event] ?? []).length);
  });

  test.each(['s3', 'sns', 'cwlogs', 'eventbridge', 'schedule'])(
    'failed events of %s are kept',
    (event) => {
      expect(deployed(event).functions['orders-api']!.asynchronous).toEqual([
        {
          FunctionName: 'orders-api',
          Qualifier: 'live',
          MaximumRetryAttempts: 2,
          MaximumEventAgeInSeconds: 3600,
          DestinationConfig: { OnFailure: { Destination: failures } },
        },
      ]);
    },
  );

  test('a URL that only signed requests may call lets nobody else in', () => {
    const fn = deployed('http', { UrlAuthType: 'AWS_IAM' }).functions['orders-api']!;
    expect(fn.triggers).toEqual([{ target: alias, AuthType: 'AWS_IAM' }]);
    expect(fn.permissions).toEqual([]);
  });
});

describe('settings', () => {
  test.each(events)('a function for %s has the same name, and settings, in its place', (event) => {
    const { functions } = deployed(event);
    const [first, second] = [functions['orders-api'], functions['orders-api-refund']];
    expect({ ...second, command: first!.command }).toEqual(
      JSON.parse(JSON.stringify(first).replaceAll('orders-api', 'orders-api-refund')),
    );
  });

  test('defaults', () => {
    const { functions, subscriptions } = deployed('direct');
    expect(functions['orders-api']).toMatchObject({
      command: ['app.handler'],
      architectures: ['arm64'],
      memorySize: 256,
      timeout: 30,
      tracing: 'PassThrough',
      snapStart: 'None',
      logging: {
        LogFormat: 'JSON',
        ApplicationLogLevel: 'INFO',
        SystemLogLevel: 'INFO',
        LogGroup: '/aws/lambda/orders-api',
      },
      reservedConcurrency: undefined,
      provisionedConcurrency: [],
      logGroups: [{ LogGroupName: '/aws/lambda/orders-api', RetentionInDays: 30 }],
    });
    expect(subscriptions).toEqual([]);
  });

  test('all that can be changed', () => {
    const { functions, subscriptions } = deployed('direct', {
      MemorySize: 512,
      LogRetention: 7,
      LogLevel: 'DEBUG',
      Tracing: 'Active',
      SnapStart: 'PublishedVersions',
      ReservedConcurrency: 5,
      ProvisionedConcurrency: 2,
      MaximumProvisionedConcurrency: 4,
      AlarmEmail: 'ada@example.com',
    });
    expect(functions['orders-api-refund']).toMatchObject({
      memorySize: 512,
      tracing: 'Active',
      snapStart: 'PublishedVersions',
      logging: { ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'DEBUG' },
      reservedConcurrency: 5,
      provisionedConcurrency: [
        2,
        { MinCapacity: 2, MaxCapacity: 4, ResourceId: 'function:orders-api-refund:live' },
        0.7,
      ],
      logGroups: [{ RetentionInDays: 7 }],
    });
    expect(subscriptions).toEqual(['email ada@example.com arn:aws:sns:REGION:ACCOUNT:alarm topic']);
  });
});

describe('alarms', () => {
  const ofAll = ['Duration', 'Errors', 'Throttles'];
  const own: Readonly<Record<string, readonly string[]>> = {
    direct: [],
    http: [],
    rest: [],
    alb: [],
    cognito: [],
    websocket: [],
    stepfunctions: ['ExecutionsFailed'],
    sqs: ['ApproximateNumberOfMessagesVisible'],
    dynamodb: ['ApproximateNumberOfMessagesVisible', 'IteratorAge'],
    kinesis: ['ApproximateNumberOfMessagesVisible', 'IteratorAge'],
    s3: ['ApproximateNumberOfMessagesVisible', 'AsyncEventsDropped'],
    sns: ['ApproximateNumberOfMessagesVisible', 'AsyncEventsDropped'],
    cwlogs: ['ApproximateNumberOfMessagesVisible', 'AsyncEventsDropped'],
    eventbridge: ['ApproximateNumberOfMessagesVisible', 'AsyncEventsDropped'],
    schedule: ['ApproximateNumberOfMessagesVisible', 'AsyncEventsDropped'],
  };
  const ofFunction = [
    { Name: 'FunctionName', Value: 'orders-api' },
    { Name: 'Resource', Value: 'orders-api:live' },
  ];
  /** The namespace and dimensions of what does not report on the function itself. */
  const ofOthers: Readonly<Record<string, readonly [string, readonly unknown[]]>> = {
    ApproximateNumberOfMessagesVisible: [
      'AWS/SQS',
      [{ Name: 'QueueName', Value: 'failures of orders-api' }],
    ],
    ExecutionsFailed: [
      'AWS/States',
      [
        {
          Name: 'StateMachineArn',
          Value: 'arn:aws:states:REGION:ACCOUNT:stateMachine:state machine of orders-api',
        },
      ],
    ],
  };

  test.each(events)('a function for %s has those that it can do something about', (event) => {
    const alarms = deployed(event).functions['orders-api']!.alarms as Record<string, unknown>[];
    const names = alarms.map(({ MetricName }) => String(MetricName));
    expect(names.toSorted()).toEqual([...ofAll, ...own[event]!].toSorted());
    for (const { MetricName, Namespace, Dimensions, ...alarm } of alarms) {
      const others = ofOthers[String(MetricName)];
      expect([Namespace, Dimensions]).toEqual(others ?? ['AWS/Lambda', ofFunction]);
      expect(alarm).toMatchObject({
        AlarmActions: ['arn:aws:sns:REGION:ACCOUNT:alarm topic'],
        EvaluationPeriods: 1,
        Period: 300,
        TreatMissingData: 'notBreaching',
      });
    }
  });
});

test('messages wait in the queue for as long as six tries may take, and failures for 14 days', () => {
  expect(deployed('sqs').functions['orders-api']!.queues).toEqual([
    { SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 },
    {
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 6 * 30,
      RedrivePolicy: { deadLetterTargetArn: failures, maxReceiveCount: 5 },
    },
  ]);
});
