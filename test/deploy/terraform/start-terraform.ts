import { temporaryDirectory, type Tree, writeTree } from '../../helpers/temporary-directory.ts';
import { findMirror, isTooOld } from './find-mirror.ts';
import { fitOldProvider } from './fit-old-provider.ts';
import { runTerraform, type TerraformResult } from './run-terraform.ts';

/** A directory where `terraform init` was run. */
export interface Terraform extends Disposable {
  /** Runs a command, without questions. Rejects if it fails. */
  run(...args: readonly string[]): Promise<string>;
  result(...args: readonly string[]): Promise<TerraformResult>;
  /** Writes one more file. */
  write(file: string, text: string): void;
}

/**
 * Writes the files and initializes them. Where the only provider is one of a mirror that is too old, they are made to fit
 * it, and a warning says so. `env` leads to an account.
 */
export async function startTerraform(
  files: Tree,
  env: Readonly<Record<string, string>> = {},
): Promise<Terraform> {
  const mirror = findMirror();
  const isOld = mirror !== undefined && isTooOld(mirror);
  if (isOld) {
    console.warn(
      `Terraform: ${mirror.directory} has hashicorp/aws ${mirror.versions.join(', ')} and not 6.29: tested without invoked_via_function_url and max_message_size.`,
    );
  }
  const directory = temporaryDirectory(isOld ? fitOldProvider(files) : files);

  function result(...args: readonly string[]) {
    return runTerraform(directory.path, args, env);
  }
  async function run(...args: readonly string[]): Promise<string> {
    const { exitCode, all } = await result(...args);
    if (exitCode === 0) return all;
    throw new Error(`terraform ${args.join(' ')} exited with ${exitCode}:\n${all}`);
  }

  const plugins = mirror === undefined ? [] : [`-plugin-dir=${mirror.directory}`];
  const init = await result('init', '-input=false', '-no-color', ...plugins);
  if (init.exitCode !== 0) {
    directory[Symbol.dispose]();
    throw new Error(
      [
        `terraform init found no provider hashicorp/aws, neither in a mirror (find-mirror.ts) nor in the registry:`,
        init.all,
        'Where there is a registry, make a mirror in the directory of generated files:',
        '  terraform providers mirror ~/.terraform.d/plugins',
      ].join('\n'),
    );
  }
  return {
    run,
    result,
    write: (file, text) => writeTree(directory.path, { [file]: text }),
    [Symbol.dispose]: () => directory[Symbol.dispose](),
  };
}
