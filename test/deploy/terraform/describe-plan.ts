import type { Tree } from '../../helpers/temporary-directory.ts';
import type { Deployment } from '../deployment.ts';
import { describeState } from '../describe-state.ts';
import { describeFunction } from '../describe-template.ts';
import { policyLines } from '../policy-lines.ts';
import type { ResolvedResource } from '../resolve-template.ts';
import { cloudFormationOf, type Statements } from './cloudformation-of.ts';
import type { PlannedResource, Values } from './planned-resources.ts';
import { resourcesIn } from './resources-in.ts';

/** What a plan makes, of these files. */
export function describePlan(files: Tree, planned: readonly PlannedResource[]): Deployment {
  const written = new Map(resourcesIn(files).map((each) => [each.target, each]));
  const statements: Statements = new Map(
    planned
      .filter(({ type }) => type === 'aws_iam_policy_document')
      .map(({ address, values }) => [address, values['statement'] as Values[]]),
  );
  const shared: ResolvedResource[] = [];
  const own = new Map<string, ResolvedResource[]>();
  for (const { address, values } of planned) {
    const resource = written.get(address.replace(/\[.+\]$/, ''));
    if (resource === undefined) continue;
    const described = cloudFormationOf({ ...resource, values }, statements, planned);
    if (resource.owner === undefined) shared.push(...described);
    else own.set(resource.owner, [...(own.get(resource.owner) ?? []), ...described]);
  }
  const text = JSON.stringify({
    functions: Object.fromEntries(
      [...own].map(([name, all]) => [
        name,
        describeFunction(
          all.find((each) => each.type === 'AWS::Lambda::Function')!.properties,
          all,
        ),
      ]),
    ),
    alarmTopic: {
      isEncrypted: shared.every(
        (each) => each.type !== 'AWS::SNS::Topic' || each.properties['KmsMasterKeyId'] !== null,
      ),
      statements: policyLines(shared),
    },
    state: describeState(shared),
    subscriptions: shared
      .filter((each) => each.type === 'AWS::SNS::Subscription')
      .map(({ properties: { Protocol, Endpoint, TopicArn } }) =>
        [Protocol, Endpoint, TopicArn].join(' '),
      ),
  });
  return JSON.parse(
    text
      .replaceAll('123456789012', 'ACCOUNT')
      .replaceAll('eu-central-1', 'REGION')
      // Tables that it gives a name, and others do not.
      .replaceAll('"orders-api.state"', '"table"')
      .replaceAll(/"([\w-]+)-connections"/g, '"table of $1"'),
  ) as Deployment;
}
