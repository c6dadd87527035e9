import type { Tree } from '../../helpers/temporary-directory.ts';
import { resourcesIn } from './resources-in.ts';

/** What AWS decides about a resource, by what it is called: `failures of orders-api-refund`. */
const decided: Readonly<Record<string, (name: string) => Readonly<Record<string, unknown>>>> = {
  aws_api_gateway_deployment: (name) => ({ id: name }),
  aws_api_gateway_resource: (name) => ({ id: name }),
  aws_api_gateway_rest_api: (name) => ({
    id: name,
    execution_arn: arn('execute-api', name),
    root_resource_id: `${name}.RootResourceId`,
  }),
  aws_apigatewayv2_api: (name) => ({ id: name, execution_arn: arn('execute-api', name) }),
  aws_apigatewayv2_integration: (name) => ({ id: name }),
  aws_cloudwatch_event_rule: (name) => ({ arn: arn('events', `rule/${name}`) }),
  aws_cloudwatch_log_group: (name) => ({ arn: arn('logs', `log-group:${name}`) }),
  aws_cognito_user_pool: (name) => ({ id: name, arn: arn('cognito-idp', `userpool/${name}`) }),
  aws_dynamodb_table: (name) => ({
    arn: arn('dynamodb', `table/${name}`),
    stream_arn: arn('dynamodb', `table/${name}/stream/LATEST`),
  }),
  aws_elasticache_serverless_cache: (name) => ({
    endpoint: [{ address: `${name}.Endpoint.Address`, port: 6379 }],
  }),
  aws_iam_role: (name) => ({ arn: `arn:aws:iam::123456789012:role/${name}`, name }),
  aws_internet_gateway: (name) => ({ id: name }),
  aws_kinesis_stream: (name) => ({ arn: arn('kinesis', `stream/${name}`) }),
  aws_kms_key: (name) => ({ arn: arn('kms', `key/${name}`) }),
  aws_lambda_alias: (name) => ({
    arn: arn('lambda', `function:${name}`),
    invoke_arn: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${arn('lambda', `function:${name}`)}/invocations`,
  }),
  aws_lb: (name) => ({ arn: arn('elasticloadbalancing', `loadbalancer/${name}`) }),
  aws_lb_target_group: (name) => ({ arn: arn('elasticloadbalancing', `targetgroup/${name}`) }),
  aws_s3_bucket: (name) => ({ arn: `arn:aws:s3:::${name}`, id: name }),
  aws_route_table: (name) => ({ id: name }),
  aws_security_group: (name) => ({ id: name }),
  aws_sfn_state_machine: (name) => ({ arn: arn('states', `stateMachine:${name}`) }),
  aws_sns_topic: (name) => ({ arn: arn('sns', name) }),
  aws_sqs_queue: (name) => ({ arn: arn('sqs', name) }),
  aws_subnet: (name) => ({ id: name }),
  aws_vpc: (name) => ({ id: name }),
};

/** Blocks for `terraform test` that decide it in a plan. */
export function overridesIn(files: Tree): string {
  return resourcesIn(files)
    .map(({ type, target, name }) => {
      const values = Object.entries(decided[type]?.(name) ?? {});
      if (values.length === 0) return '';
      const lines = values
        .map(([key, value]) => `    ${key} = ${JSON.stringify(value)}\n`)
        .join('');
      return `override_resource {\n  target = ${target}\n  override_during = plan\n  values = {\n${lines}  }\n}\n`;
    })
    .join('');
}

function arn(service: string, resource: string): string {
  return `arn:aws:${service}:eu-central-1:123456789012:${resource}`;
}
