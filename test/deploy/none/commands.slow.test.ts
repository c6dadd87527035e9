import { existsSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { findTool } from '../../machine/find-tool.ts';
import { type Functions, projectFiles } from '../project-files.ts';
import { startMoto } from '../terraform/start-moto.ts';

const catalog = loadCatalog();

/** The events whose functions README.md connects by commands of the AWS CLI. */
const events = catalog.events
  .map(({ id }) => id)
  .filter((id) => existsSync(path.join(catalog.templates, 'deploy/none/events', id)));

/** What the commands expect to be there, under the names that README.md has for it. */
const account = `
aws iam create-role --role-name ROLE --assume-role-policy-document '{}'
for function in ${events.join(' ')}; do
  aws lambda create-function --function-name "$function" --package-type Image \\
    --code ImageUri=123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:1 --role arn:aws:iam::123456789012:role/ROLE
done
aws sqs create-queue --endpoint-url "$AWS_ENDPOINT_URL" --queue-name QUEUE
aws kinesis create-stream --stream-name STREAM --shard-count 1
aws logs create-log-group --log-group-name shop
aws s3api create-bucket --bucket photos --create-bucket-configuration LocationConstraint=eu-central-1
aws sns create-topic --name orders
aws dynamodb create-table --table-name TABLE --billing-mode PAY_PER_REQUEST \\
  --attribute-definitions AttributeName=orderId,AttributeType=S --key-schema AttributeName=orderId,KeyType=HASH
set -- --query 'Subnet.SubnetId' --output text
VPC=$(aws ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId --output text)
A=$(aws ec2 create-subnet --vpc-id "$VPC" --availability-zone eu-central-1a --cidr-block 10.0.0.0/24 "$@")
B=$(aws ec2 create-subnet --vpc-id "$VPC" --availability-zone eu-central-1b --cidr-block 10.0.1.0/24 "$@")
BALANCER=$(aws elbv2 create-load-balancer --name shop --subnets "$A" "$B" --query 'LoadBalancers[0].LoadBalancerArn' --output text)
LISTENER=$(aws elbv2 create-listener --load-balancer-arn "$BALANCER" --protocol HTTP --port 80 \\
  --default-actions 'Type=fixed-response,FixedResponseConfig={StatusCode=404}' --query 'Listeners[0].ListenerArn' --output text)
POOL=$(aws cognito-idp create-user-pool --pool-name shop --query UserPool.Id --output text)
`;

/** The shell commands of README.md that call AWS, without those that deploy the image, or need a terminal. */
function commandsOf(readme: string): string {
  const blocks = [...readme.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block!);
  return blocks
    .filter((block) => /^(\w+=\$\()?aws /m.test(block) && !block.includes('docker push'))
    .join('')
    .replaceAll(/^npx .*\n/gm, '')
    .replaceAll('BUCKET', 'photos')
    .replaceAll(/\bPOOL\b/g, '"$POOL"')
    .replaceAll(/arn:\S+:listener\/\S+/g, '"$LISTENER"')
    .replaceAll(
      'STREAM_ARN',
      '$(aws dynamodb describe-table --table-name TABLE --query Table.LatestStreamArn --output text)',
    );
}

test('what README.md says to connect the functions works', { timeout: 300_000 }, async () => {
  const functions = events.map((event) => ({ name: event, event }));
  const { 'README.md': readme } = projectFiles(catalog, 'none', functions as unknown as Functions);
  const [, stateMachine = ''] =
    /^```json\n(\{[^`]*"StartAt"[^`]*)^```/m.exec(readme as string) ?? [];
  using directory = temporaryDirectory({
    'state-machine.json': stateMachine,
    'commands.sh': `set -eu\n${account}\n${commandsOf(readme as string)}`,
  });
  await using moto = await startMoto();
  const env = {
    ...moto.env,
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_PAGER: '',
    PATH: `${await findTool('python-tools')}:${process.env['PATH']}`,
  };
  const { all, exitCode } = await execa('bash', ['-x', 'commands.sh'], {
    cwd: directory.path,
    env,
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  expect({ exitCode, failed: exitCode === 0 ? '' : all.slice(-2000) }).toStrictEqual({
    exitCode: 0,
    failed: '',
  });
});
