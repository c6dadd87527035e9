import type { Deployment, DeployedFunction } from './deployment.ts';
import { describeState } from './describe-state.ts';
import { ownersIn } from './owners.ts';
import { policyLines } from './policy-lines.ts';
import { type ResolvedResource, resolveTemplate } from './resolve-template.ts';
import type { Template, Values } from './template.ts';

/** What unnamed resources of each type are called. */
const nouns: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Deployment': 'deployment',
  'AWS::ApiGateway::Resource': 'resource',
  'AWS::ApiGateway::RestApi': 'api',
  'AWS::ApiGatewayV2::Api': 'api',
  'AWS::ApiGatewayV2::Integration': 'integration',
  'AWS::ApiGatewayV2::Stage': 'stage',
  'AWS::Cognito::UserPool': 'user pool',
  'AWS::DynamoDB::Table': 'table',
  'AWS::EC2::InternetGateway': 'gateway',
  'AWS::EC2::RouteTable': 'routes',
  'AWS::EC2::VPC': 'VPC',
  'AWS::ElastiCache::ServerlessCache': 'cache',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'load balancer',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'target group',
  'AWS::Events::Rule': 'rule',
  'AWS::IAM::Role': 'role',
  'AWS::KMS::Key': 'alarm key',
  'AWS::Kinesis::Stream': 'stream',
  'AWS::S3::Bucket': 'bucket',
  'AWS::SNS::Topic': 'topic',
  'AWS::StepFunctions::StateMachine': 'state machine',
};

/** What a template of CloudFormation makes, with these values of its parameters, and the defaults of the others. */
export function describeTemplate(template: Template, parameters: Values = {}): Deployment {
  const owners = ownersIn(template);
  const resources = resolveTemplate(template, parameters, (id, resolved) => {
    const { Type, Properties = {} } = template.Resources[id]!;
    const owner = owners.get(id);
    if (owner === undefined) return sharedNoun(Type, Properties);
    const { FunctionName } = template.Resources[owner]!.Properties!;
    return `${nounOf(Type, Properties)} of ${String(resolved(FunctionName))}`;
  });
  const [shared, own] = [
    new Map<string, ResolvedResource>(),
    new Map<string, ResolvedResource[]>(),
  ];
  for (const [id, resource] of resources) {
    const owner = owners.get(id);
    if (owner === undefined) shared.set(id, resource);
    else own.set(owner, [...(own.get(owner) ?? []), resource]);
  }
  return {
    functions: Object.fromEntries(
      [...own].map(([id, all]) => [
        String(resources.get(id)!.properties['FunctionName']),
        describeFunction(resources.get(id)!.properties, all),
      ]),
    ),
    alarmTopic: {
      isEncrypted: ofType([...shared.values()], 'AWS::SNS::Topic').every(
        ({ KmsMasterKeyId }) => KmsMasterKeyId !== undefined,
      ),
      statements: policyLines([...shared.values()]),
    },
    state: describeState([...shared.values()]),
    subscriptions: ofType([...shared.values()], 'AWS::SNS::Subscription').map(
      ({ Protocol, Endpoint, TopicArn }) => [Protocol, Endpoint, TopicArn].join(' '),
    ),
  };
}

/** Resources of which there are several are told apart by what makes the difference. */
function sharedNoun(type: string, { CidrBlock, GroupDescription }: Values): string {
  if (type === 'AWS::EC2::Subnet') return `subnet ${String(CidrBlock)}`;
  if (type === 'AWS::EC2::SecurityGroup') return `security group ${String(GroupDescription)}`;
  return type === 'AWS::SNS::Topic' ? 'alarm topic' : (nouns[type] ?? type);
}

function nounOf(type: string, properties: Values): string {
  const { RedrivePolicy, AssumeRolePolicyDocument } = properties;
  if (type === 'AWS::SQS::Queue') return RedrivePolicy === undefined ? 'failures' : 'queue';
  const assumedBy = JSON.stringify(AssumeRolePolicyDocument) ?? '';
  if (assumedBy.includes('scheduler.')) return 'schedule role';
  return assumedBy.includes('states.') ? 'state machine role' : (nouns[type] ?? type);
}

export function describeFunction(
  fn: Values,
  resources: readonly ResolvedResource[],
): DeployedFunction {
  function all(type: string): Values[] {
    return ofType(resources, type);
  }
  return {
    command: at(fn, 'ImageConfig', 'Command'),
    environment: at(fn, 'Environment', 'Variables') ?? {},
    network: fn['VpcConfig'],
    architectures: fn['Architectures'],
    memorySize: fn['MemorySize'],
    timeout: fn['Timeout'],
    tracing: at(fn, 'TracingConfig', 'Mode') ?? 'PassThrough',
    snapStart: at(fn, 'SnapStart', 'ApplyOn') ?? 'None',
    logging: fn['LoggingConfig'],
    reservedConcurrency: fn['ReservedConcurrentExecutions'],
    provisionedConcurrency: [
      ...all('AWS::Lambda::Alias').map((alias) =>
        at(alias, 'ProvisionedConcurrencyConfig', 'ProvisionedConcurrentExecutions'),
      ),
      ...all('AWS::ApplicationAutoScaling::ScalableTarget').map(
        ({ MinCapacity, MaxCapacity, ResourceId }) => ({ MinCapacity, MaxCapacity, ResourceId }),
      ),
      ...all('AWS::ApplicationAutoScaling::ScalingPolicy').map((policy) =>
        at(policy, 'TargetTrackingScalingPolicyConfiguration', 'TargetValue'),
      ),
    ].filter((each) => each !== undefined),
    logGroups: sorted(
      all('AWS::Logs::LogGroup').map(({ LogGroupName, RetentionInDays }) => ({
        LogGroupName,
        RetentionInDays,
      })),
    ),
    statements: policyLines(resources),
    // The CDK adds the same one for each trigger of a user pool.
    permissions: unique(
      all('AWS::Lambda::Permission').map(({ FunctionName, ...others }) => ({
        target: FunctionName,
        ...others,
      })),
    ),
    triggers: sorted([
      ...all('AWS::Lambda::EventSourceMapping').map(({ FunctionName, ...others }) => ({
        target: FunctionName,
        MaximumBatchingWindowInSeconds: 0,
        ...others,
      })),
      ...all('AWS::Lambda::Url').map(({ TargetFunctionArn, Qualifier, AuthType }) => ({
        target: [TargetFunctionArn, ...(Qualifier === undefined ? [] : [Qualifier])].join(':'),
        AuthType,
      })),
      ...all('AWS::Events::Rule').map(({ EventPattern, Targets }) => ({
        EventPattern,
        targets: (Targets as Values[]).map((target) => without(target, 'Id')),
      })),
      ...all('AWS::Scheduler::Schedule').map(({ Target, ...others }) => {
        const { Input, ...target } = Target as Values;
        return { ...others, ...target, input: JSON.parse(Input as string) };
      }),
      ...['RestApi', 'Resource', 'Method', 'Stage'].flatMap((type) =>
        all(`AWS::ApiGateway::${type}`),
      ),
      ...['Api', 'Integration', 'Route', 'Stage'].flatMap((type) =>
        all(`AWS::ApiGatewayV2::${type}`),
      ),
      ...all('AWS::ElasticLoadBalancingV2::LoadBalancer').map((balancer) =>
        without(balancer, 'LoadBalancerAttributes'),
      ),
      ...all('AWS::ElasticLoadBalancingV2::Listener'),
      ...all('AWS::ElasticLoadBalancingV2::TargetGroup').map(
        ({ TargetGroupAttributes, ...others }) => ({
          ...others,
          attributes: (TargetGroupAttributes as Values[])
            .filter(({ Key, Value }) => Key !== 'stickiness.enabled' || Value !== 'false')
            .map(({ Key, Value }) => `${String(Key)}=${String(Value)}`),
        }),
      ),
      ...all('AWS::SNS::Subscription'),
      ...all('AWS::StepFunctions::StateMachine').map(
        ({ StateMachineName, RoleArn, ...others }) => ({
          StateMachineName,
          RoleArn,
          definition: definitionOf(others),
        }),
      ),
      ...all('AWS::Cognito::UserPool').map(({ LambdaConfig }) => LambdaConfig),
      ...all('AWS::Logs::SubscriptionFilter').map((filter) => without(filter, 'FilterName')),
      ...all('AWS::S3::Bucket').map(
        (bucket) => at(bucket, 'NotificationConfiguration', 'LambdaConfigurations') ?? [],
      ),
    ]),
    asynchronous: all('AWS::Lambda::EventInvokeConfig'),
    queues: sorted(all('AWS::SQS::Queue')),
    stores: [
      ...all('AWS::DynamoDB::Table'),
      ...all('AWS::Kinesis::Stream'),
      ...all('AWS::S3::Bucket').map((bucket) =>
        without(bucket, 'NotificationConfiguration', 'BucketName'),
      ),
      ...all('AWS::SNS::Topic'),
      ...all('AWS::Cognito::UserPool').map((pool) => ({
        UserPoolName: pool['UserPoolName'],
        UsernameAttributes: pool['UsernameAttributes'],
        AutoVerifiedAttributes: pool['AutoVerifiedAttributes'],
        isOpen: at(pool, 'AdminCreateUserConfig', 'AllowAdminCreateUserOnly') === false,
      })),
      ...all('AWS::Cognito::UserPoolClient').map(
        ({ UserPoolId, ExplicitAuthFlows, PreventUserExistenceErrors }) => ({
          UserPoolId,
          ExplicitAuthFlows,
          PreventUserExistenceErrors,
        }),
      ),
    ],
    alarms: sorted(
      all('AWS::CloudWatch::Alarm').map((alarm) => without(alarm, 'AlarmDescription')),
    ),
  };
}

/** What a state machine does. */
function definitionOf({ DefinitionString, DefinitionSubstitutions }: Values): unknown {
  const substitutions = DefinitionSubstitutions as Values | undefined;
  const text = (DefinitionString as string).replaceAll(/\$\{(\w+)\}/g, (_, name: string) =>
    String(substitutions?.[name]),
  );
  return JSON.parse(text);
}

function ofType(resources: readonly ResolvedResource[], type: string): Values[] {
  return resources.filter((each) => each.type === type).map(({ properties }) => properties);
}

function at(value: Values, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Values | undefined)?.[key], value);
}

function without(values: Values, ...keys: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

function unique(values: readonly unknown[]): unknown[] {
  const texts = new Set(sorted(values).map((each) => JSON.stringify(each)));
  return [...texts].map((text) => JSON.parse(text) as unknown);
}

/** The order of resources in a template means nothing. */
function sorted<T>(values: readonly T[]): T[] {
  return values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
