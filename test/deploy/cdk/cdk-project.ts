import { mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

import { execa } from 'execa';

import { temporaryDirectory, type Tree } from '../../helpers/temporary-directory.ts';
import { findTool } from '../../machine/find-tool.ts';
import type { Template } from '../template.ts';

/** A project that is deployed with the CDK, on disk, with the packages of the CDK. */
export interface CdkProject extends Disposable {
  readonly directory: string;
  /** The output of a command in `cdk/`. Throws an error with the output if it fails. */
  run(command: string, ...args: string[]): Promise<string>;
  /** Makes the cloud assembly. */
  synthesize(env?: Readonly<Record<string, string>>): Promise<Assembly>;
}

/** What `cdk synth` makes. */
export interface Assembly {
  readonly directory: string;
  /** What it printed. */
  readonly output: string;
  readonly templateFile: string;
  readonly template: Template;
  /** The images to build. */
  readonly dockerImages: readonly DockerImage[];
}

export interface DockerImage {
  /** The build context, inside the assembly. */
  readonly directory: string;
  readonly dockerBuildTarget: string;
  readonly platform: string;
}

/** Neither credentials nor Docker are needed for what is not deployed. */
const offline = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_PROFILE: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DOCKER: '/bin/false',
  NO_COLOR: '1',
};

/** Writes a project with these files. */
export async function cdkProject(files: Tree): Promise<CdkProject> {
  const temporary = temporaryDirectory(files);
  const project = await withPackages(temporary.path);
  return {
    ...project,
    [Symbol.dispose]() {
      project[Symbol.dispose]();
      temporary[Symbol.dispose]();
    },
  };
}

/** Gives a project its packages, which all share: nothing is written to them. */
export async function withPackages(directory: string): Promise<CdkProject> {
  const packages = await findTool('cdk');
  const cdk = path.join(directory, 'cdk');
  symlinkSync(packages, path.join(cdk, 'node_modules'));
  // Outside the project, which is the build context.
  const assemblies = temporaryDirectory();

  async function run(command: string, args: readonly string[], env = {}): Promise<string> {
    const { all } = await execa(command, args, {
      cwd: cdk,
      all: true,
      env: { ...offline, ...env },
    });
    return all;
  }

  return {
    directory,
    run: (command, ...args) => run(command, args),
    async synthesize(env = {}) {
      const assembly = mkdtempSync(path.join(assemblies.path, 'cdk.out-'));
      // `npm run lint` compiles.
      const flags = ['--quiet', '--no-build', '--no-notices', '--output', assembly];
      const output = await run('npx', ['--no-install', 'cdk', 'synth', ...flags], env);
      const name = readdirSync(assembly).find((file) => file.endsWith('.assets.json'))!;
      const stack = path.join(assembly, name.replace('.assets.json', ''));
      const { dockerImages } = JSON.parse(readFileSync(`${stack}.assets.json`, 'utf8'));
      return {
        directory: assembly,
        output,
        templateFile: `${stack}.template.json`,
        template: JSON.parse(readFileSync(`${stack}.template.json`, 'utf8')),
        dockerImages: Object.values<{ source: DockerImage }>(dockerImages).map(
          ({ source }) => source,
        ),
      };
    },
    [Symbol.dispose]: () => assemblies[Symbol.dispose](),
  };
}
