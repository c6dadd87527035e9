import type { ResolvedResource } from './resolve-template.ts';
import type { Values } from './template.ts';

/**
 * One line for each action on each resource in the policies of these resources, such as
 * `role of refund: Allow sqs:SendMessage on arn:…`, or `Deny s3:* on arn:… to * if {…}`.
 */
export function policyLines(resources: readonly ResolvedResource[]): string[] {
  const lines = resources.flatMap((resource) =>
    documentsIn(resource.properties)
      .flatMap(linesOf)
      .map((line) => `${holderOf(resource)}${line}`),
  );
  return [...new Set(lines)].toSorted();
}

/** Which role has a policy. That of a resource names the resource itself. */
function holderOf({ type, name, properties: { RoleName, Roles } }: ResolvedResource): string {
  const role =
    type === 'AWS::IAM::Role'
      ? name
      : ((RoleName as string | undefined) ?? (Roles as string[] | undefined)?.[0]);
  return role === undefined ? '' : `${role}: `;
}

function documentsIn(properties: Values): Values[] {
  const { AssumeRolePolicyDocument, PolicyDocument, KeyPolicy, Policies = [] } = properties;
  const inline = (Policies as Values[]).map((each) => each['PolicyDocument']);
  return [AssumeRolePolicyDocument, PolicyDocument, KeyPolicy, ...inline].filter(
    (each): each is Values => each !== undefined,
  );
}

function linesOf({ Statement }: Values): string[] {
  return list(Statement).flatMap((statement) => {
    const { Effect, Action, Resource = '', Principal, Condition } = statement as Values;
    const to = Principal === undefined ? '' : ` to ${principalOf(Principal)}`;
    const condition = Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`;
    return list(Action).flatMap((action) =>
      list(Resource).map((resource) => {
        const on = resource === '' ? '' : ` on ${String(resource)}`;
        return `${String(Effect)} ${String(action)}${on}${to}${condition}`;
      }),
    );
  });
}

/** Everybody is written in two ways. */
function principalOf(principal: unknown): string {
  if (typeof principal === 'string') return principal;
  return Object.values(principal as Values)
    .flatMap(list)
    .join(', ');
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
