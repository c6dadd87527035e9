import type { Resource, Template, Values } from './template.ts';

/** A resource as it would be made: no parameters, conditions and references any more, but names and ARNs. */
export interface ResolvedResource {
  readonly type: string;
  readonly name: string;
  readonly properties: Values;
}

const noValue = Symbol('AWS::NoValue');

const pseudoParameters: Readonly<Record<string, unknown>> = {
  'AWS::AccountId': 'ACCOUNT',
  'AWS::NoValue': noValue,
  'AWS::Partition': 'aws',
  'AWS::Region': 'REGION',
  'AWS::StackId': 'arn:aws:cloudformation:REGION:ACCOUNT:stack/orders-api/0-0-0-0-ID',
  'AWS::StackName': 'orders-api',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** The ARN of a resource of each type with this name. */
const arns: Readonly<Record<string, (name: string) => string>> = {
  'AWS::Cognito::UserPool': (name) => arn('cognito-idp', `userpool/${name}`),
  'AWS::DynamoDB::Table': (name) => arn('dynamodb', `table/${name}`),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (name) =>
    arn('elasticloadbalancing', `loadbalancer/${name}`),
  'AWS::ElasticLoadBalancingV2::TargetGroup': (name) =>
    arn('elasticloadbalancing', `targetgroup/${name}`),
  'AWS::Events::Rule': (name) => arn('events', `rule/${name}`),
  'AWS::IAM::Role': (name) => `arn:aws:iam::ACCOUNT:role/${name}`,
  'AWS::KMS::Key': (name) => arn('kms', `key/${name}`),
  'AWS::Kinesis::Stream': (name) => arn('kinesis', `stream/${name}`),
  'AWS::Lambda::Alias': (name) => arn('lambda', `function:${name}`),
  'AWS::Lambda::Function': (name) => arn('lambda', `function:${name}`),
  'AWS::Lambda::Version': (name) => arn('lambda', `function:${name}`),
  'AWS::Logs::LogGroup': (name) => arn('logs', `log-group:${name}:*`),
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
  'AWS::SNS::Topic': (name) => arn('sns', name),
  'AWS::SQS::Queue': (name) => arn('sqs', name),
  'AWS::Scheduler::Schedule': (name) => arn('scheduler', `schedule/default/${name}`),
  'AWS::StepFunctions::StateMachine': (name) => arn('states', `stateMachine:${name}`),
};

/** Those whose Ref is their ARN, and not their name. */
const referredByArn = new Set([
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::SNS::Topic',
  'AWS::StepFunctions::StateMachine',
]);

/** The property with the name of a resource of each type. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
};

/**
 * The resources of a template with these values of its parameters, and the defaults of the others. Those without a name
 * are called what `nameOf` says of their logical id; it can resolve values.
 */
export function resolveTemplate(
  { Parameters = {}, Conditions = {}, Resources }: Template,
  parameters: Values,
  nameOf: (logicalId: string, resolved: (value: unknown) => unknown) => string,
): Map<string, ResolvedResource> {
  const functions: Readonly<Record<string, (argument: any) => unknown>> = {
    Ref: (id: string) => reference(id),
    Condition: (name: string) => isTrue(name),
    'Fn::GetAtt': (names: string | [string, string]) => {
      const [id, attribute] = typeof names === 'string' ? names.split(/\.(.*)/s) : names;
      return attributeOf(id!, attribute!);
    },
    'Fn::If': ([condition, yes, no]: [string, unknown, unknown]) =>
      resolved(isTrue(condition) ? yes : no),
    'Fn::Equals': (two: unknown[]) => {
      const [one, other] = two.map((each) => String(resolved(each)));
      return one === other;
    },
    'Fn::Not': ([one]: unknown[]) => resolved(one) !== true,
    'Fn::And': (all: unknown[]) => all.every((each) => resolved(each) === true),
    'Fn::Or': (all: unknown[]) => all.some((each) => resolved(each) === true),
    'Fn::Join': ([separator, parts]: [string, unknown]) =>
      (resolved(parts) as unknown[]).join(separator),
    'Fn::GetAZs': () => ['REGIONa', 'REGIONb', 'REGIONc'],
    'Fn::Select': ([index, list]: [number | string, unknown]) =>
      (resolved(list) as unknown[])[Number(index)],
    'Fn::Split': ([separator, text]: [string, unknown]) =>
      (resolved(text) as string).split(separator),
    'Fn::Sub': (argument: string | [string, Values]) => {
      const [text, values] = typeof argument === 'string' ? [argument, {} as Values] : argument;
      return text.replaceAll(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
        if (name in values) return String(resolved(values[name]));
        return String(
          name.includes('.') && !name.startsWith('AWS::')
            ? functions['Fn::GetAtt']!(name)
            : reference(name),
        );
      });
    },
  };

  const resources = new Map<string, ResolvedResource>();
  for (const [id, { Type, Condition, Properties = {} }] of Object.entries(Resources)) {
    if (Condition !== undefined && !isTrue(Condition)) continue;
    resources.set(id, {
      type: Type,
      name: physicalName(id),
      properties: resolved(Properties) as Values,
    });
  }
  return resources;

  function isTrue(condition: string): boolean {
    return resolved(Conditions[condition]) === true;
  }

  function resolved(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolved).filter((each) => each !== noValue);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [key, argument] = entries[0] ?? [];
    const call = entries.length === 1 ? functions[key!] : undefined;
    if (call !== undefined) return call(argument);
    return Object.fromEntries(
      entries
        .map(([name, each]) => [name, resolved(each)] as const)
        .filter(([, each]) => each !== noValue),
    );
  }

  function reference(id: string): unknown {
    if (id in pseudoParameters) return pseudoParameters[id];
    if (id in parameters) return parameters[id];
    if (id in Parameters) return Parameters[id]!.Default;
    const { Type } = resource(id);
    return referredByArn.has(Type) ? attributeOf(id, 'Arn') : physicalName(id);
  }

  function attributeOf(id: string, attribute: string): string {
    const { Type } = resource(id);
    const own = arns[Type]?.(physicalName(id));
    if (attribute === 'Endpoint.Port') return '6379';
    if (attribute === 'StreamArn') return `${own}/stream/LATEST`;
    if (/^(Arn|TopicArn|FunctionArn|AliasArn)$/.test(attribute) && own !== undefined) return own;
    if (/Name$|GroupId$/.test(attribute)) return physicalName(id);
    return `${physicalName(id)}.${attribute}`;
  }

  function physicalName(id: string): string {
    const { Type, Properties = {} } = resource(id);
    if (Type === 'AWS::Lambda::Alias') {
      return `${functionNameIn(Properties)}:${String(resolved(Properties['Name']))}`;
    }
    if (Type === 'AWS::Lambda::Version') return `${functionNameIn(Properties)}:VERSION`;
    const named = Properties[nameProperties[Type] ?? ''];
    return named === undefined ? nameOf(id, resolved) : String(resolved(named));
  }

  /** Some properties take the name or the ARN of a function. */
  function functionNameIn(properties: Values): string {
    return String(resolved(properties['FunctionName'])).split(':').at(-1)!;
  }

  function resource(id: string): Resource {
    const found = Resources[id];
    if (found === undefined) throw new Error(`Expected a resource, found ${id}`);
    return found;
  }
}

function arn(service: string, resource: string): string {
  return `arn:aws:${service}:REGION:ACCOUNT:${resource}`;
}
