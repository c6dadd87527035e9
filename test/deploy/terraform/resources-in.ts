import type { Tree } from '../../helpers/temporary-directory.ts';

/** A resource, as the files have it. */
export interface WrittenResource {
  readonly type: string;
  /** Its address: `module.refund.aws_iam_role.this`. */
  readonly target: string;
  /** What tests call it, because AWS gives it a name, or its name says less: `failures of orders-api-refund`. */
  readonly name: string;
  /** The name of the function that it belongs to; undefined for what the functions share. */
  readonly owner: string | undefined;
  /** The text of its block. */
  readonly text: string;
}

const nouns: Readonly<Record<string, string>> = {
  aws_api_gateway_deployment: 'deployment',
  aws_api_gateway_resource: 'resource',
  aws_api_gateway_rest_api: 'api',
  aws_apigatewayv2_api: 'api',
  aws_apigatewayv2_integration: 'integration',
  aws_cloudwatch_event_rule: 'rule',
  aws_cognito_user_pool: 'user pool',
  aws_dynamodb_table: 'table',
  aws_elasticache_serverless_cache: 'cache',
  aws_iam_role: 'role',
  aws_internet_gateway: 'gateway',
  aws_kinesis_stream: 'stream',
  aws_kms_key: 'alarm key',
  aws_lb: 'load balancer',
  aws_lb_target_group: 'target group',
  aws_s3_bucket: 'bucket',
  aws_sfn_state_machine: 'state machine',
  aws_sns_topic: 'topic',
  aws_route_table: 'routes',
  aws_sqs_queue: 'queue',
  aws_vpc: 'VPC',
};

/** Every resource in terraform/ of a project whose stack is called orders-api. Each function has those of the module. */
export function resourcesIn(files: Tree): WrittenResource[] {
  return Object.entries(files).flatMap(([file, text]): WrittenResource[] => {
    if (file.startsWith('modules/')) return [];
    const [, module] = /^module "(\w+)"/m.exec(text) ?? [];
    const own = blocksIn(text).map((block) => ({
      ...block,
      target: `${block.type}.${block.label}`,
    }));
    if (module === undefined) {
      return own.map((block) => ({ ...block, name: sharedName(block), owner: undefined }));
    }
    const suffix = /\$\{var\.stack_name\}([^"]*)"/.exec(text)?.[1] ?? '';
    const owner = `orders-api${suffix}`;
    const ofModule = Object.entries(files)
      .filter(([each]) => each.startsWith('modules/function/'))
      .flatMap(([, each]) => blocksIn(each))
      .map((block) => ({ ...block, target: `module.${module}.${block.type}.${block.label}` }));
    return [...ofModule, ...own].map((block) => ({ ...block, name: nameOf(block, owner), owner }));
  });
}

interface Block {
  readonly type: string;
  readonly label: string;
  readonly text: string;
}

function blocksIn(text: string): Block[] {
  return [...text.matchAll(/^resource "(\w+)" "(\w+)" \{\n.*?^\}\n/gms)].map(
    ([block, type, label]) => ({ type: type!, label: label!, text: block }),
  );
}

/** Resources of which there are several are told apart by what makes the difference. */
function sharedName({ type, text }: Block): string {
  const [, cidr] = /^ +cidr_block += "(.+)"$/m.exec(text) ?? [];
  if (type === 'aws_subnet') return `subnet ${cidr}`;
  const [, description] = /^ +description += "(.+)"$/m.exec(text) ?? [];
  if (type === 'aws_security_group') return `security group ${description}`;
  return type === 'aws_sns_topic' ? 'alarm topic' : (nouns[type] ?? '');
}

function nameOf({ type, label }: Block, owner: string): string {
  if (type === 'aws_lambda_alias') return `${owner}:live`;
  if (label.endsWith('_source')) return `${owner}-source`;
  if (type === 'aws_cloudwatch_log_group') return `/aws/lambda/${owner}`;
  if (label.endsWith('_failures')) return `failures of ${owner}`;
  if (label.endsWith('_schedule')) return `schedule role of ${owner}`;
  if (label.endsWith('_states')) return `state machine role of ${owner}`;
  return `${nouns[type]} of ${owner}`;
}
