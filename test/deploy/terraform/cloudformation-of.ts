import type { ResolvedResource } from '../resolve-template.ts';
import type { PlannedResource, Values } from './planned-resources.ts';
import type { WrittenResource } from './resources-in.ts';

/** The statements of each policy document, by its address. */
export type Statements = ReadonlyMap<string, readonly Values[]>;

interface Resource extends WrittenResource {
  readonly values: Values;
}

/** The same resource in the words of CloudFormation; nothing for what it has as a property of another one. */
export function cloudFormationOf(
  resource: Resource,
  statements: Statements,
  planned: readonly PlannedResource[],
): ResolvedResource[] {
  const describe = descriptions[resource.type];
  if (describe === undefined) return [];
  const [type, properties] = describe(resource, { documentIn, beside });
  return [{ type, name: resource.name, properties: withoutNull(properties) as Values }];

  /** The policy that an attribute of the block refers to. */
  function documentIn(attribute: string): Values {
    const reference = new RegExp(
      `^ +${attribute} += data\\.aws_iam_policy_document\\.(\\w+)\\.json$`,
      'm',
    );
    const [, label] = reference.exec(resource.text)!;
    const module = /^module\.\w+\./.exec(resource.target)?.[0] ?? '';
    const document = `${module}data.aws_iam_policy_document.${label}`;
    const json = resource.values[attribute];
    const found = statements.get(document);
    if (found === undefined) return JSON.parse(json as string) as Values;
    return { Statement: found.map(statementOf) };
  }

  /** The values of the resource of another type that has the same label. */
  function beside(type: string): Values | undefined {
    const label = resource.target.split('.').at(-1)!;
    const address = resource.target.replace(`${resource.type}.${label}`, `${type}.${label}`);
    return planned.find((each) => each.address === address)?.values;
  }
}

interface Context {
  readonly documentIn: (attribute: string) => Values;
  readonly beside: (type: string) => Values | undefined;
}

type Description = (resource: Resource, context: Context) => readonly [string, Values];

const descriptions: Readonly<Record<string, Description>> = {
  aws_api_gateway_method: ({ values }, { beside }) => {
    const { type, integration_http_method, uri } = beside('aws_api_gateway_integration')!;
    return [
      'AWS::ApiGateway::Method',
      {
        RestApiId: values['rest_api_id'],
        ResourceId: values['resource_id'],
        HttpMethod: values['http_method'],
        AuthorizationType: values['authorization'],
        Integration: { Type: type, IntegrationHttpMethod: integration_http_method, Uri: uri },
      },
    ];
  },
  aws_api_gateway_resource: ({ values: { rest_api_id, parent_id, path_part } }) => [
    'AWS::ApiGateway::Resource',
    { RestApiId: rest_api_id, ParentId: parent_id, PathPart: path_part },
  ],
  aws_api_gateway_rest_api: ({ values: { name } }) => ['AWS::ApiGateway::RestApi', { Name: name }],
  aws_api_gateway_stage: ({ values: { rest_api_id, deployment_id, stage_name } }) => [
    'AWS::ApiGateway::Stage',
    { RestApiId: rest_api_id, DeploymentId: deployment_id, StageName: stage_name },
  ],
  aws_apigatewayv2_api: ({ values }) => [
    'AWS::ApiGatewayV2::Api',
    {
      Name: values['name'],
      ProtocolType: values['protocol_type'],
      RouteSelectionExpression: values['route_selection_expression'],
    },
  ],
  aws_apigatewayv2_integration: ({ values }) => [
    'AWS::ApiGatewayV2::Integration',
    {
      ApiId: values['api_id'],
      IntegrationType: values['integration_type'],
      IntegrationUri: values['integration_uri'],
    },
  ],
  aws_apigatewayv2_route: ({ values: { api_id, route_key, target } }) => [
    'AWS::ApiGatewayV2::Route',
    { ApiId: api_id, RouteKey: route_key, Target: target },
  ],
  aws_apigatewayv2_stage: ({ values: { api_id, name, auto_deploy } }) => [
    'AWS::ApiGatewayV2::Stage',
    { ApiId: api_id, StageName: name, AutoDeploy: auto_deploy },
  ],
  aws_appautoscaling_policy: ({ values }) => {
    const { target_value } = block(values['target_tracking_scaling_policy_configuration']);
    return [
      'AWS::ApplicationAutoScaling::ScalingPolicy',
      { TargetTrackingScalingPolicyConfiguration: { TargetValue: target_value } },
    ];
  },
  aws_appautoscaling_target: ({ values: { min_capacity, max_capacity, resource_id } }) => [
    'AWS::ApplicationAutoScaling::ScalableTarget',
    { MinCapacity: min_capacity, MaxCapacity: max_capacity, ResourceId: resource_id },
  ],
  aws_cloudwatch_event_rule: ({ values: { event_pattern } }, { beside }) => {
    const { arn, dead_letter_config } = beside('aws_cloudwatch_event_target')!;
    return [
      'AWS::Events::Rule',
      {
        EventPattern: JSON.parse(event_pattern as string),
        Targets: [{ Arn: arn, DeadLetterConfig: { Arn: block(dead_letter_config)['arn'] } }],
      },
    ];
  },
  aws_cloudwatch_log_group: ({ values: { name, retention_in_days } }) => [
    'AWS::Logs::LogGroup',
    { LogGroupName: name, RetentionInDays: retention_in_days },
  ],
  aws_cloudwatch_log_subscription_filter: ({ values }) => [
    'AWS::Logs::SubscriptionFilter',
    {
      LogGroupName: values['log_group_name'],
      FilterPattern: values['filter_pattern'],
      DestinationArn: values['destination_arn'],
    },
  ],
  aws_cloudwatch_metric_alarm: ({ values, name }) => [
    'AWS::CloudWatch::Alarm',
    {
      Namespace: values['namespace'],
      MetricName: values['metric_name'],
      Dimensions: Object.entries(values['dimensions'] as Values).map(([Name, Value]) => ({
        Name,
        Value: Name === 'QueueName' ? name : Value,
      })),
      Statistic: values['statistic'],
      ExtendedStatistic: values['extended_statistic'],
      Period: values['period'],
      EvaluationPeriods: values['evaluation_periods'],
      ComparisonOperator: values['comparison_operator'],
      Threshold: values['threshold'],
      TreatMissingData: values['treat_missing_data'],
      AlarmActions: values['alarm_actions'],
    },
  ],
  aws_cognito_user_pool: ({ values }) => {
    const { pre_sign_up, post_confirmation } = block(values['lambda_config']);
    const { allow_admin_create_user_only } = block(values['admin_create_user_config']);
    return [
      'AWS::Cognito::UserPool',
      {
        UserPoolName: values['name'],
        UsernameAttributes: values['username_attributes'],
        AutoVerifiedAttributes: values['auto_verified_attributes'],
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: allow_admin_create_user_only },
        LambdaConfig: { PreSignUp: pre_sign_up, PostConfirmation: post_confirmation },
      },
    ];
  },
  aws_cognito_user_pool_client: ({ values }) => [
    'AWS::Cognito::UserPoolClient',
    {
      UserPoolId: values['user_pool_id'],
      // A set, in the order of the alphabet.
      ExplicitAuthFlows: (values['explicit_auth_flows'] as string[]).toReversed(),
      PreventUserExistenceErrors: values['prevent_user_existence_errors'],
    },
  ],
  aws_dynamodb_table: ({ values }) => {
    const { enabled, attribute_name } = block(values['ttl']);
    const keys = [values['hash_key'], values['range_key']].filter((key) => key !== null);
    const { enabled: recovers } = block(values['point_in_time_recovery']);
    return [
      'AWS::DynamoDB::Table',
      {
        BillingMode: values['billing_mode'],
        // Attributes are a set: here, in the order of the keys.
        AttributeDefinitions: keys.map((key) => ({
          AttributeName: key,
          AttributeType: (values['attribute'] as Values[]).find(({ name }) => name === key)![
            'type'
          ],
        })),
        KeySchema: keys.map((key, index) => ({
          AttributeName: key,
          KeyType: index === 0 ? 'HASH' : 'RANGE',
        })),
        StreamSpecification:
          values['stream_enabled'] === true ? { StreamViewType: values['stream_view_type'] } : null,
        PointInTimeRecoverySpecification:
          recovers === undefined ? null : { PointInTimeRecoveryEnabled: recovers },
        TimeToLiveSpecification:
          attribute_name === undefined ? null : { Enabled: enabled, AttributeName: attribute_name },
      },
    ];
  },
  aws_elasticache_serverless_cache: ({ values }) => {
    const limits = block(values['cache_usage_limits']);
    return [
      'AWS::ElastiCache::ServerlessCache',
      {
        Engine: values['engine'],
        MajorEngineVersion: values['major_engine_version'],
        SubnetIds: values['subnet_ids'],
        SecurityGroupIds: values['security_group_ids'],
        CacheUsageLimits: {
          DataStorage: {
            Maximum: block(limits['data_storage'])['maximum'],
            Unit: block(limits['data_storage'])['unit'],
          },
          ECPUPerSecond: { Maximum: block(limits['ecpu_per_second'])['maximum'] },
        },
      },
    ];
  },
  aws_iam_role: (_, { documentIn }) => [
    'AWS::IAM::Role',
    { AssumeRolePolicyDocument: documentIn('assume_role_policy') },
  ],
  aws_iam_role_policy: ({ values }, { documentIn }) => [
    'AWS::IAM::RolePolicy',
    { RoleName: values['role'], PolicyDocument: documentIn('policy') },
  ],
  aws_kinesis_stream: ({ values }) => [
    'AWS::Kinesis::Stream',
    {
      StreamModeDetails: { StreamMode: block(values['stream_mode_details'])['stream_mode'] },
      StreamEncryption: { EncryptionType: values['encryption_type'], KeyId: values['kms_key_id'] },
    },
  ],
  aws_kms_key: (_, { documentIn }) => ['AWS::KMS::Key', { KeyPolicy: documentIn('policy') }],
  aws_lambda_event_source_mapping: ({ values }) => {
    const { on_failure } = block(values['destination_config']);
    const { maximum_concurrency } = block(values['scaling_config']);
    return [
      'AWS::Lambda::EventSourceMapping',
      {
        FunctionName: values['function_name'],
        EventSourceArn: values['event_source_arn'],
        BatchSize: values['batch_size'],
        MaximumBatchingWindowInSeconds: values['maximum_batching_window_in_seconds'],
        FunctionResponseTypes: values['function_response_types'],
        StartingPosition: values['starting_position'],
        BisectBatchOnFunctionError: values['bisect_batch_on_function_error'],
        MaximumRetryAttempts: values['maximum_retry_attempts'],
        MaximumRecordAgeInSeconds: values['maximum_record_age_in_seconds'],
        ScalingConfig:
          maximum_concurrency === undefined ? null : { MaximumConcurrency: maximum_concurrency },
        DestinationConfig:
          on_failure === undefined
            ? null
            : { OnFailure: { Destination: block(on_failure)['destination_arn'] } },
      },
    ];
  },
  aws_lambda_function: ({ values }) => {
    const logging = block(values['logging_config']);
    return [
      'AWS::Lambda::Function',
      {
        FunctionName: values['function_name'],
        ImageConfig: { Command: block(values['image_config'])['command'] },
        Architectures: values['architectures'],
        VpcConfig: vpcConfigOf(values['vpc_config']),
        Environment: { Variables: block(values['environment'])['variables'] ?? {} },
        MemorySize: values['memory_size'],
        Timeout: values['timeout'],
        TracingConfig: { Mode: block(values['tracing_config'])['mode'] },
        SnapStart: { ApplyOn: block(values['snap_start'])['apply_on'] },
        LoggingConfig: {
          LogFormat: logging['log_format'],
          LogGroup: logging['log_group'],
          ApplicationLogLevel: logging['application_log_level'],
          SystemLogLevel: logging['system_log_level'],
        },
        ReservedConcurrentExecutions:
          values['reserved_concurrent_executions'] === -1
            ? null
            : values['reserved_concurrent_executions'],
      },
    ];
  },
  aws_lambda_function_event_invoke_config: ({ values }) => [
    'AWS::Lambda::EventInvokeConfig',
    {
      FunctionName: values['function_name'],
      Qualifier: values['qualifier'],
      MaximumRetryAttempts: values['maximum_retry_attempts'],
      MaximumEventAgeInSeconds: values['maximum_event_age_in_seconds'],
      DestinationConfig: {
        OnFailure: {
          Destination: block(block(values['destination_config'])['on_failure'])['destination'],
        },
      },
    },
  ],
  aws_lambda_function_url: ({ values }) => [
    'AWS::Lambda::Url',
    { TargetFunctionArn: aliasOf(values), AuthType: values['authorization_type'] },
  ],
  aws_lambda_permission: ({ values, text }) => [
    'AWS::Lambda::Permission',
    {
      FunctionName: aliasOf(values),
      Principal: values['principal'],
      Action: values['action'],
      FunctionUrlAuthType: values['function_url_auth_type'],
      // From the file: the provider of a test may be too old for it.
      InvokedViaFunctionUrl: text.includes('invoked_via_function_url = true') ? true : null,
      SourceAccount: values['source_account'],
      SourceArn: values['source_arn'],
    },
  ],
  aws_lambda_provisioned_concurrency_config: ({ values }) => [
    'AWS::Lambda::Alias',
    {
      ProvisionedConcurrencyConfig: {
        ProvisionedConcurrentExecutions: values['provisioned_concurrent_executions'],
      },
    },
  ],
  aws_lb: ({ values: { load_balancer_type, internal, subnets, security_groups } }) => [
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    {
      Type: load_balancer_type,
      Scheme: internal === true ? 'internal' : 'internet-facing',
      Subnets: subnets,
      SecurityGroups: security_groups,
    },
  ],
  aws_lb_listener: ({ values: { load_balancer_arn, port, protocol, default_action } }) => [
    'AWS::ElasticLoadBalancingV2::Listener',
    {
      LoadBalancerArn: load_balancer_arn,
      Port: port,
      Protocol: protocol,
      DefaultActions: (default_action as Values[]).map(({ type, target_group_arn }) => ({
        Type: type,
        TargetGroupArn: target_group_arn,
      })),
    },
  ],
  aws_lb_target_group: ({ values }, { beside }) => [
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    {
      TargetType: values['target_type'],
      Targets: [{ Id: beside('aws_lb_target_group_attachment')!['target_id'] }],
      TargetGroupAttributes: [
        {
          Key: 'lambda.multi_value_headers.enabled',
          Value: String(values['lambda_multi_value_headers_enabled']),
        },
      ],
    },
  ],
  aws_internet_gateway: ({ name, values: { vpc_id } }) => [
    'AWS::EC2::InternetGateway',
    { VpcId: vpc_id, InternetGatewayId: name },
  ],
  aws_route: ({ values: { route_table_id, destination_cidr_block, gateway_id } }) => [
    'AWS::EC2::Route',
    {
      RouteTableId: route_table_id,
      DestinationCidrBlock: destination_cidr_block,
      GatewayId: gateway_id,
    },
  ],
  aws_route_table_association: ({ values: { route_table_id, subnet_id } }) => [
    'AWS::EC2::SubnetRouteTableAssociation',
    { RouteTableId: route_table_id, SubnetId: subnet_id },
  ],
  aws_s3_bucket: (_, { beside }) => {
    const access = beside('aws_s3_bucket_public_access_block')!;
    const encryption = beside('aws_s3_bucket_server_side_encryption_configuration')!;
    const { sse_algorithm } = block(
      block(encryption['rule'])['apply_server_side_encryption_by_default'],
    );
    const notification = block(beside('aws_s3_bucket_notification')!['lambda_function']);
    return [
      'AWS::S3::Bucket',
      {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: sse_algorithm } },
          ],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: access['block_public_acls'],
          BlockPublicPolicy: access['block_public_policy'],
          IgnorePublicAcls: access['ignore_public_acls'],
          RestrictPublicBuckets: access['restrict_public_buckets'],
        },
        NotificationConfiguration: {
          LambdaConfigurations: (notification['events'] as string[]).map((event) => ({
            Function: notification['lambda_function_arn'],
            Event: event,
            Filter: {
              S3Key: { Rules: [{ Name: 'prefix', Value: notification['filter_prefix'] }] },
            },
          })),
        },
      },
    ];
  },
  aws_s3_bucket_policy: (_, { documentIn }) => [
    'AWS::S3::BucketPolicy',
    { PolicyDocument: documentIn('policy') },
  ],
  aws_scheduler_schedule: ({ values }) => {
    const target = block(values['target']);
    return [
      'AWS::Scheduler::Schedule',
      {
        Name: values['name'],
        ScheduleExpression: values['schedule_expression'],
        ScheduleExpressionTimezone: values['schedule_expression_timezone'],
        FlexibleTimeWindow: { Mode: block(values['flexible_time_window'])['mode'] },
        Target: {
          Arn: target['arn'],
          RoleArn: target['role_arn'],
          Input: target['input'],
          DeadLetterConfig: { Arn: block(target['dead_letter_config'])['arn'] },
        },
      },
    ];
  },
  aws_security_group: ({ values }) => [
    'AWS::EC2::SecurityGroup',
    {
      GroupDescription: values['description'],
      VpcId: values['vpc_id'],
      SecurityGroupEgress: (values['egress'] as Values[]).map(({ protocol, cidr_blocks }) => ({
        IpProtocol: protocol,
        CidrIp: (cidr_blocks as string[])[0],
      })),
      SecurityGroupIngress: (values['ingress'] as Values[] | null)?.map((rule) => ({
        IpProtocol: rule['protocol'],
        FromPort: rule['from_port'],
        ToPort: rule['to_port'],
        SourceSecurityGroupId: (rule['security_groups'] as string[] | null)?.[0],
        CidrIp: (rule['cidr_blocks'] as string[] | null)?.[0],
      })),
    },
  ],
  aws_sfn_state_machine: ({ values: { name, role_arn, definition } }) => [
    'AWS::StepFunctions::StateMachine',
    { StateMachineName: name, RoleArn: role_arn, DefinitionString: definition },
  ],
  aws_sns_topic: ({ values }) => [
    'AWS::SNS::Topic',
    { KmsMasterKeyId: values['kms_master_key_id'] },
  ],
  aws_sns_topic_policy: (_, { documentIn }) => [
    'AWS::SNS::TopicPolicy',
    { PolicyDocument: documentIn('policy') },
  ],
  aws_sns_topic_subscription: ({ values: { protocol, endpoint, topic_arn, redrive_policy } }) => [
    'AWS::SNS::Subscription',
    {
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topic_arn,
      RedrivePolicy: redrive_policy === null ? null : JSON.parse(redrive_policy as string),
    },
  ],
  aws_sqs_queue: ({ values }) => {
    const { redrive_policy } = values;
    return [
      'AWS::SQS::Queue',
      {
        SqsManagedSseEnabled: values['sqs_managed_sse_enabled'],
        MessageRetentionPeriod: values['message_retention_seconds'],
        VisibilityTimeout: values['visibility_timeout_seconds'],
        // An override makes a word up for a queue without one.
        RedrivePolicy: (redrive_policy as string).startsWith('{')
          ? JSON.parse(redrive_policy as string)
          : null,
      },
    ];
  },
  aws_sqs_queue_policy: (_, { documentIn }) => [
    'AWS::SQS::QueuePolicy',
    { PolicyDocument: documentIn('policy') },
  ],
  aws_subnet: ({ values }) => [
    'AWS::EC2::Subnet',
    {
      VpcId: values['vpc_id'],
      CidrBlock: values['cidr_block'],
      AvailabilityZone: values['availability_zone'],
      MapPublicIpOnLaunch: values['map_public_ip_on_launch'],
    },
  ],
  aws_vpc: ({ values }) => [
    'AWS::EC2::VPC',
    {
      CidrBlock: values['cidr_block'],
      EnableDnsHostnames: values['enable_dns_hostnames'],
      EnableDnsSupport: values['enable_dns_support'],
    },
  ],
  aws_vpc_endpoint: ({ values }) => [
    'AWS::EC2::VPCEndpoint',
    {
      VpcId: values['vpc_id'],
      VpcEndpointType: values['vpc_endpoint_type'],
      ServiceName: values['service_name'],
      RouteTableIds: values['route_table_ids'],
    },
  ],
};

/** The only one of a kind of nested block; nothing, where there is none. */
function block(blocks: unknown): Values {
  return (blocks as Values[] | null | undefined)?.[0] ?? {};
}

function vpcConfigOf(blocks: unknown): Values | null {
  const { subnet_ids, security_group_ids } = block(blocks);
  return subnet_ids === undefined
    ? null
    : { SubnetIds: subnet_ids, SecurityGroupIds: security_group_ids };
}

function aliasOf({ function_name, qualifier }: Values): string {
  return `arn:aws:lambda:eu-central-1:123456789012:function:${String(function_name)}:${String(qualifier)}`;
}

/** A statement of a document of Terraform, as one in JSON. */
function statementOf(statement: Values): Values {
  const { effect, actions, resources, principals, condition } = statement;
  const who = (principals as Values[]).map(({ type, identifiers }) => [type, identifiers] as const);
  const conditions = (condition as Values[]).map(({ test, variable, values }) => {
    const [value] = values as string[];
    return [test, { [variable as string]: value === 'false' ? false : value }] as const;
  });
  return {
    Effect: effect ?? 'Allow',
    Action: actions,
    ...(resources === null ? {} : { Resource: resources }),
    ...(who.length === 0 ? {} : { Principal: Object.fromEntries(who) }),
    ...(conditions.length === 0 ? {} : { Condition: Object.fromEntries(conditions) }),
  };
}

function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null && each !== undefined)
      .map(([key, each]) => [key, withoutNull(each)]),
  );
}
