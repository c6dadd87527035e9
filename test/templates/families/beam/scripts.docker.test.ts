import { rename } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';
import { describe, expect, test } from 'vitest';

import { packageRoot } from '../../../../scaffold/package-root.ts';
import { combinationsWithStyles } from '../../../docker/combinations.ts';
import { answer } from '../../../docker/container.ts';
import { add, edit } from '../../../docker/edit-project.ts';
import { generateProject, type Project } from '../../../docker/project.ts';

const bin = path.join(packageRoot, 'bin/lambda-container.js');

interface Script {
  /** Replaces text of the handler's file, so that it calls what a release has only if it is named there. */
  readonly change: readonly [from: string, to: string];
  /** The line of the handler that fails for an event without a name. */
  readonly line: RegExp;
  /** What README.md says, after the command: where the two files go. */
  readonly moves: readonly (readonly [from: string, to: string])[];
}

const scripts: Readonly<Record<string, Script>> = {
  elixir: {
    change: [
      '"Hello, #{name}!"',
      '"#{Base.encode16(:crypto.hash(:md5, name))} #{elem(LambdaRuntime.AWS.request("s3"), 1).reason}"',
    ],
    line: /lib\/hello_elixir\.ex:11/,
    moves: [
      ['hello_elixir.exs', 'lib/hello_elixir.ex'],
      ['hello_elixir_test.exs', 'test/hello_elixir_test.exs'],
    ],
  },
  erlang: {
    change: [
      '<<"Hello, ", Name/binary, "!">>',
      `begin
            {error, #{reason := Reason}} = lambda_runtime_aws:request(~"s3", #{}),
            <<(binary:encode_hex(crypto:hash(md5, Name)))/binary, " ", (atom_to_binary(Reason))/binary>>
        end`,
    ],
    line: /hello_erlang/,
    moves: [
      ['hello_erlang.erl', 'src/hello_erlang.erl'],
      ['hello_erlang_tests.erl', 'test/hello_erlang_tests.erl'],
    ],
  },
};

/** With why the request to AWS fails: not because there is no ssl. */
const hashed = { message: '1A382809B7C03F686E12DD15677C5497 region' };

describe.concurrent.each(combinationsWithStyles)('a script in $language', (combination) => {
  const script = scripts[combination.language]!;
  const file = script.moves[0]![0];

  test('calls all of Erlang/OTP, and its errors have its lines', async () => {
    await using project = await generateProject(combination);
    await edit(project, file, ...script.change);
    const image = await project.build('local');
    expect(await answer(image, { name: 'Ada' })).toEqual(hashed);
    const { stackTrace } = (await answer(image, {})) as { stackTrace: string[] };
    expect(stackTrace[0]).toMatch(script.line);
  });

  test('becomes a project', async () => {
    await using project = await generateProject(combination);
    for (const [edited] of script.moves) await edit(project, edited, 'Hello, ', 'Good day, ');
    await execa(process.execPath, [bin, 'new', '--style', 'project'], { cwd: project.directory });
    for (const [from, to] of script.moves) {
      await rename(path.join(project.directory, from), path.join(project.directory, to));
    }
    await project.build('test');
    const image = await project.build('local');
    expect(await answer(image, { name: 'Ada' })).toEqual({ message: 'Good day, Ada!' });
  });
});

test('Mix.install becomes dependencies', async () => {
  await using project = await elixirScript();
  await add(
    project,
    'shout/mix.exs',
    'defmodule Shout.MixProject do\n  use Mix.Project\n  def project, do: [app: :shout, version: "1.0.0"]\nend\n',
  );
  await add(
    project,
    'shout/lib/shout.ex',
    'defmodule Shout do\n  def shout(text), do: String.upcase(text)\nend\n',
  );
  await edit(
    project,
    'hello_elixir.exs',
    'defmodule HelloElixir do',
    'Mix.install([\n  {:shout, path: "shout"}\n])\n\ndefmodule HelloElixir do',
  );
  await edit(project, 'hello_elixir.exs', '#{name}', '#{Shout.shout(name)}');
  await edit(project, 'hello_elixir_test.exs', 'Hello, Ada!', 'Hello, ADA!');
  await project.build('test');
  const image = await project.build('local');
  expect(await answer(image, { name: 'Ada' })).toEqual({ message: 'Hello, ADA!' });
});

test('Mix.install with options is refused', async () => {
  await using project = await elixirScript();
  await add(project, 'hello_elixir.exs', 'Mix.install([], config: [a: [b: 1]])\n');
  await expect(project.build('function')).rejects.toThrow(
    'hello_elixir.exs:1: Expected only packages in Mix.install',
  );
});

async function elixirScript(): Promise<Project> {
  return generateProject(combinationsWithStyles.find(({ language }) => language === 'elixir')!);
}
