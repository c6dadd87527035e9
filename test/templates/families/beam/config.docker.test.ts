import { cp } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';
import { describe, expect, test } from 'vitest';

import { packageRoot } from '../../../../scaffold/package-root.ts';
import { chosenBoot } from '../../../docker/boot.ts';
import { defaultCombinations } from '../../../docker/combinations.ts';
import { dockerResult } from '../../../docker/docker-result.ts';
import { add, edit } from '../../../docker/edit-project.ts';
import { type Combination, generateProject, type Project } from '../../../docker/project.ts';

const bin = path.join(packageRoot, 'bin/lambda-container.js');
const scratch = defaultCombinations.filter(({ base }) => base === 'scratch');
const versions = (language: string): Combination[] =>
  scratch.filter((combination) => combination.language === language);
const [elixir] = versions('elixir') as [Combination];
const [erlang] = versions('erlang') as [Combination];

interface Invoked {
  readonly ok: boolean;
  readonly response: {
    readonly errorMessage?: string;
    readonly errorType?: string;
    readonly [field: string]: unknown;
  };
  readonly log: string;
}

/** Invokes the image with these variables, as on Lambda. */
async function invoke(image: string, variables: Readonly<Record<string, string>>) {
  const env = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const patient = ['--timeout', '900', '--memory', '1024'];
  const { stdout } = await execa(
    process.execPath,
    [bin, 'invoke', image, ...patient, ...env, '--json'],
    { reject: false, input: '' },
  );
  return JSON.parse(stdout) as Invoked;
}

const config = path.join(import.meta.dirname, 'projects/config');

/** A project with the files in projects/config: its handler returns the settings. */
async function projectWithSettings(combination: Combination): Promise<Project> {
  const project = await generateProject(combination);
  await cp(path.join(config, combination.language), project.directory, { recursive: true });
  return project;
}

async function withProvider(project: Project): Promise<void> {
  const options =
    'config_providers: [{HelloElixir.Provider, "!"}], reboot_system_after_config: true';
  const releases = `[hello_elixir: [${options}]]`;
  await edit(project, 'mix.exs', 'deps: deps()', `deps: deps(),\n      releases: ${releases}`);
}

async function withSources(project: Project): Promise<void> {
  await edit(
    project,
    'rebar.config',
    '{sys_config, "config/sys.config"}',
    [
      '{sys_config_src, "config/sys.config.src"}',
      '{vm_args_src, "config/vm.args.src"}',
      '{overlay, [{copy, "config/other.config", "releases/{{release_version}}/other.config"}]}',
    ].join(',\n    '),
  );
}

/** The images of the same project with both boots. */
async function bothBoots(combination: Combination, change: (project: Project) => Promise<void>) {
  const lean = await projectWithSettings(combination);
  const standard = await projectWithSettings({ ...combination, boot: 'standard' });
  await Promise.all([lean, standard].map(change));
  const images = {
    lean: await lean.build('function'),
    standard: await standard.build('function'),
  };
  expect(await chosenBoot(images.lean)).toMatch(/^lean: /);
  expect(await chosenBoot(images.standard)).toMatch(/^standard: /);
  return {
    ...images,
    async [Symbol.asyncDispose]() {
      await lean[Symbol.asyncDispose]();
      await standard[Symbol.asyncDispose]();
    },
  };
}

describe.concurrent.each(versions('elixir'))('Elixir $version with a config/runtime.exs', (it) => {
  test('has the same settings, log and errors with both boots', async () => {
    await using images = await bothBoots(it, withProvider);
    for (const variables of [
      {},
      { GREETING: 'hej', FACTOR: '3', POOL: '7', LOGGING: 'debug' },
      { LOGGING: 'warning', FORMAT: '$level: $message ($metadata)' },
    ] as Record<string, string>[]) {
      const { GREETING = 'hello', FACTOR = '2', LOGGING, FORMAT } = variables;
      const standard = await invoke(images.standard, variables);
      const lean = await invoke(images.lean, variables);
      expect(lean.response).toEqual(standard.response);
      expect(withoutIds(lean.log)).toEqual(withoutIds(standard.log));
      expect(lean.ok).toBe(true);
      expect(lean.response).toMatchObject({
        env: expect.stringContaining(`{:provided, "${FACTOR}!"}`) as string,
        functions: ['NAME', `name${GREETING}`, `${GREETING}, name`],
        not_an_application: { key: GREETING },
        level: LOGGING ?? 'info',
        metadata: LOGGING ? { stage: GREETING } : {},
        handler: LOGGING ? 'error' : 'all',
      });
      expect(lean.log).toMatch(
        FORMAT ? /^error: at error \(stage=hello \)$/m : /^ERROR \S+ at error$/m,
      );
    }

    for (const [variables, expected] of [
      [{ NEEDS: 'DATABASE_URL' }, /^config\/runtime\.exs:50: .*"DATABASE_URL"/],
      [{ FACTOR: 'secret' }, /^config\/runtime\.exs:21: (?!.*secret)/s],
      [
        { COMPILED: '1' },
        /^the application :hello_elixir has a different value set for path \[:a\]/,
      ],
      [{ KERNEL: '1' }, /^kernel is configured after it was started/],
    ] as [Record<string, string>, RegExp][]) {
      const lean = await invoke(images.lean, variables);
      const standard = await invoke(images.standard, variables);
      for (const { ok, response, log } of [lean, standard]) {
        expect(ok).toBe(false);
        expect(response.errorMessage).toMatch(expected);
        // One line at each of the two starts that Lambda makes.
        expect(log.trim().split('\n').length).toBeLessThanOrEqual(2);
        expect(log).toContain(`ERROR ${response.errorType}: `);
      }
      expect(lean.response.errorMessage).toBe(standard.response.errorMessage);
      expect(lean.response.errorType).toBe(standard.response.errorType);
    }
  });
});

function withoutIds(log: string): string {
  return log.replace(/[0-9a-f-]{36}/g, 'ID');
}

describe.concurrent.each(versions('erlang'))('Erlang/OTP $version with a sys.config.src', (it) => {
  test('has the same settings, log and errors with both boots', async () => {
    await using images = await bothBoots(it, withSources);
    for (const variables of [
      {},
      {
        PORT: '9',
        HOST: 'a"b\\n',
        TOKEN: 'ü',
        NAME: 'Z',
        NODES: "a, 'b c'",
        FLAG: 'true',
        LOGGING: 'error',
      },
    ] as Record<string, string>[]) {
      const { PORT = '8080', LOGGING = 'notice' } = variables;
      const standard = await invoke(images.standard, variables);
      const lean = await invoke(images.lean, variables);
      expect(lean.response).toEqual(standard.response);
      expect(withoutIds(lean.log)).toEqual(withoutIds(standard.log));
      expect(lean.response).toMatchObject({
        env: expect.stringContaining(`{port,${PORT}}`) as string,
        not_an_application: `[{key,${PORT}}]`,
        level: LOGGING,
      });
    }

    const variables = { PORT: 'two words' };
    for (const image of [images.lean, images.standard]) {
      const { response, log } = await invoke(image, variables);
      expect(response.errorMessage).toBe(
        'the environment variable PORT is not an Erlang term: ' +
          'if it is text, write "${PORT}" in sys.config.src',
      );
      expect(log).toContain('ERROR Runtime.ConfigError: the environment variable PORT ');
    }
  });

  test('that is no term boots as a release does', async () => {
    await using project = await projectWithSettings(it);
    await withSources(project);
    await edit(project, 'config/sys.config.src', '{constant, "é"}', '{bits, <<${PORT:-1}:16>>}');
    await edit(project, 'config/sys.config.src', ',\n    "other"', '');
    const image = await project.build('function');
    expect(await chosenBoot(image)).toMatch(/^standard: sys\.config\.src is no Erlang term/);
    expect((await invoke(image, { PORT: '258' })).response).toMatchObject({
      env: expect.stringContaining('{bits,<<1,2>>}') as string,
    });
  });
});

test('a config/runtime.exs that cannot be compiled is evaluated', async () => {
  await using project = await generateProject(elixir);
  await add(
    project,
    'config/runtime.exs',
    'import Config\nif config_env() == :test do\n  defmodule Nested do\n  end\nend\n',
  );
  expect(await chosenBoot(await project.build('function'))).toBe(
    'standard: config/runtime.exs:3 cannot be compiled: defmodule is inside another expression; ' +
      'define the module in lib/',
  );
});

test('a config/runtime.exs that imports a file fails the build', async () => {
  await using project = await generateProject(elixir);
  await add(project, 'config/runtime.exs', 'import Config\nimport_config "other.exs"\n');
  const result = await dockerResult('build', ...project.buildFlags, project.directory);
  expect(result.exitCode).not.toBe(0);
  expect(result.stderr).toContain(
    'config/runtime.exs:2: import_config is not available here, since a release has only this',
  );
});

test('a variable without which sys.config.src is no term is named', async () => {
  await using project = await projectWithSettings(erlang);
  await withSources(project);
  await edit(project, 'config/sys.config.src', '{port, ${PORT:-8080}}', '{port, ${PORT}}');
  const missing = 'sys.config.src needs the environment variable PORT, which is not set';
  const image = await project.build('function');
  expect(await chosenBoot(image)).toBe(
    `standard: ${missing} in the build; a file trial.env with NAME=value lines sets variables for it`,
  );
  expect((await invoke(image, {})).response.errorMessage).toBe(missing);
  expect((await invoke(image, { PORT: '5' })).ok).toBe(true);

  await add(project, 'trial.env', 'PORT=6\n');
  const tried = await project.build('function');
  expect(await chosenBoot(tried)).toMatch(/^lean: /);
  expect((await invoke(tried, {})).response.errorMessage).toBe(missing);
});

test('a variable without which config/runtime.exs fails is named', async () => {
  await using project = await generateProject(elixir);
  const lines = ['import Config', 'config :hello_elixir, url: System.fetch_env!("DATABASE_URL")'];
  await add(project, 'config/runtime.exs', `${lines.join('\n')}\n`);
  const image = await project.build('function');
  expect(await chosenBoot(image)).toBe(
    'standard: the application does not start (exit status 1): DATABASE_URL is not set in the ' +
      'build; a file trial.env with NAME=value lines sets variables for it',
  );
  await add(project, 'trial.env', 'DATABASE_URL=ecto://localhost\n');
  expect(await chosenBoot(await project.build('function'))).toMatch(/^lean: /);
});
