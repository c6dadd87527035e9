import type { Tree } from '../../helpers/temporary-directory.ts';
import { overridesIn } from './overrides.ts';
import type { Terraform } from './start-terraform.ts';

/** A resource or data source of a plan. */
export interface PlannedResource {
  /** With its module: `module.refund.aws_iam_role.this`. */
  readonly address: string;
  readonly type: string;
  readonly values: Values;
}

export type Values = Readonly<Record<string, unknown>>;

/** A line of what `terraform test -json` prints. */
interface Message {
  readonly type: string;
  readonly diagnostic?: { readonly severity: string };
  readonly test_plan?: {
    readonly resource_changes: readonly {
      readonly address: string;
      readonly type: string;
      readonly change: { readonly after: Values };
    }[];
  };
}

/**
 * What Terraform would make of these files with these variables. In a plan, ARNs are not known yet: they are overridden,
 * which only `terraform test` can do, so that policies have the ones that they are about.
 */
export async function plannedResources(
  terraform: Terraform,
  files: Tree,
  variables: Readonly<Record<string, string>>,
): Promise<PlannedResource[]> {
  const settings = Object.entries(variables).map(([name, value]) => `    ${name} = "${value}"\n`);
  terraform.write(
    'plan.tftest.hcl',
    `${overridesIn(files)}run "plan" {\n  command = plan\n\n  variables {\n${settings.join('')}  }\n}\n`,
  );
  const printed = await terraform.run('test', '-json', '-verbose', '-filter=plan.tftest.hcl');
  const messages = printed
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Message);
  const plan = messages.find(({ type }) => type === 'test_plan')!.test_plan!;
  return plan.resource_changes.map(({ address, type, change }) => ({
    address,
    type,
    values: change.after,
  }));
}
