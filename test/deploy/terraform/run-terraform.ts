import { execa } from 'execa';

export interface TerraformResult {
  readonly exitCode: number | undefined;
  /** What it printed, on both streams. */
  readonly all: string;
}

/** Runs Terraform in a directory, without what belongs to the user of this machine: an account, a configuration. */
export async function runTerraform(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<TerraformResult> {
  const others = Object.entries(process.env).filter(([name]) => !/^(AWS|TF)_/.test(name));
  const { exitCode, all, code } = await execa('terraform', args, {
    all: true,
    cwd,
    env: { ...Object.fromEntries(others), ...env },
    extendEnv: false,
    reject: false,
  });
  if (code === 'ENOENT') {
    throw new Error(
      'terraform is not installed: https://developer.hashicorp.com/terraform/install',
    );
  }
  return { exitCode, all };
}
