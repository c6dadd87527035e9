import { symlinkSync } from 'node:fs';
import path from 'node:path';

import { execa } from 'execa';

import { docker } from '../../../lambda/docker/docker.ts';
import { packageRoot } from '../../../scaffold/package-root.ts';
import { generateProject, type Project } from '../../docker/project.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { startAccount, type Account, type AwsCli } from './start-account.ts';

const bin = path.join(packageRoot, 'bin/lambda-container.js');

/** A project with a deploy tool and two functions, and the stand-in for the account that it is deployed to. */
export interface DeployedProject extends AsyncDisposable {
  readonly project: Project;
  readonly account: Account;
  /** Of all commands; tests add to it. */
  readonly env: Record<string, string>;
  /** A directory with the command lambda-container, which is not on PATH. */
  readonly commands: string;
  /** Runs a target of its Makefile, whether it fails or not. */
  make(target: string, options?: MakeOptions): Promise<MakeResult>;
}

export interface DeployedProjectOptions {
  /** The deploy tool. */
  readonly id: string;
  readonly awsCli: AwsCli;
}

export interface MakeOptions {
  /** Variables of make. */
  readonly variables?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface MakeResult {
  readonly exitCode: number | undefined;
  /** All that it printed. */
  readonly output: string;
  /** What it asked of AWS and of the registry. */
  readonly calls: readonly string[];
}

export async function deployedProject({
  id: deploy,
  awsCli,
}: DeployedProjectOptions): Promise<DeployedProject> {
  const project = await generateProject({
    language: 'nodejs',
    version: '24',
    base: 'scratch',
    name: 'orders',
    deploy,
  });
  const { directory, id, buildFlags } = project;
  await execa(process.execPath, [bin, 'function', 'refunds', '--event', 'http'], {
    cwd: directory,
  });
  const account = await startAccount(awsCli);
  const image = `orders-${id}`;
  const env: Record<string, string> = { ...account.env };
  const commands = temporaryDirectory();
  symlinkSync(bin, path.join(commands.path, 'lambda-container'));
  return {
    project,
    account,
    env,
    commands: commands.path,
    async make(target, { variables = [], env: further = {} } = {}) {
      const before = account.calls.length;
      const flags = [`IMAGE=${image}`, `BUILD_FLAGS=${buildFlags.join(' ')}`, ...variables];
      // Tests may run under make themselves, which a make below then tells of.
      const { exitCode, all } = await execa('make', ['--no-print-directory', target, ...flags], {
        cwd: directory,
        env: { ...env, ...further },
        stdin: 'ignore',
        all: true,
        reject: false,
      });
      return { exitCode, output: all, calls: account.calls.slice(before) };
    },
    async [Symbol.asyncDispose]() {
      const filter = `reference=${account.registry}/*`;
      // By their names: another test may have the same image by another one.
      const format = '{{.Repository}}:{{.Tag}} {{.Repository}}@{{.Digest}}';
      const listing = ['image', 'ls', '--digests', '--filter', filter, '--format', format];
      const pushed = await docker(...listing);
      const names = pushed.split(/\s+/).filter((each) => each !== '' && !each.includes('<none>'));
      for (const name of new Set(names)) await docker('image', 'rm', '--force', name);
      await docker('image', 'rm', '--force', `${image}:function`);
      commands[Symbol.dispose]();
      await account[Symbol.asyncDispose]();
      await project[Symbol.asyncDispose]();
    },
  };
}
