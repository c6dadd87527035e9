import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';
import { describe, expect, test } from 'vitest';

import { docker } from '../../../../lambda/docker/docker.ts';
import { defaultCombinations } from '../../../docker/combinations.ts';
import { answer } from '../../../docker/container.ts';
import { dockerResult } from '../../../docker/docker-result.ts';
import { type Combination, generateProject, type Project } from '../../../docker/project.ts';

// The base makes no difference to the build stages.
const beam = defaultCombinations.filter(
  ({ language, base }) => ['elixir', 'erlang'].includes(language) && base === 'scratch',
);
const elixir = beam.filter(({ language }) => language === 'elixir');

/** A generated project with the files of a directory in projects/ on top. */
async function projectWith(combination: Combination, files: string): Promise<Project> {
  const project = await generateProject(combination);
  await cp(path.join(import.meta.dirname, 'projects', files), project.directory, {
    recursive: true,
  });
  return project;
}

async function append(project: Project, file: string, text: string): Promise<void> {
  const target = path.join(project.directory, file);
  await writeFile(target, (await readFile(target, 'utf8')) + text);
}

/** A git repository in the project, with one commit that is tagged v1. */
async function addRepository(
  project: Project,
  name: string,
  files: Record<string, string>,
): Promise<void> {
  const directory = path.join(project.directory, 'repositories', `${name}.git`);
  for (const [file, contents] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(directory, file)), { recursive: true });
    await writeFile(path.join(directory, file), contents);
  }
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  await execa('git', ['init', '--quiet'], { cwd: directory });
  await execa('git', ['add', '.'], { cwd: directory });
  await execa('git', [...author, 'commit', '--quiet', '--message', 'First'], { cwd: directory });
  await execa('git', ['tag', 'v1'], { cwd: directory });
}

/** What the libraries in git consist of, in each language. `samples` is used by tests only. */
const repositories: Record<string, Record<string, Record<string, string>>> = {
  elixir: {
    slug: mixLibrary('Slug', 'def slug(text), do: String.downcase(text)'),
    samples: mixLibrary('Samples', 'def name, do: "Ada"'),
  },
  erlang: {
    slug: rebarLibrary(
      'slug',
      '-export([slug/1]).\n-ifdef(LOUD).\nslug(Text) -> string:uppercase(Text).\n-endif.\n',
    ),
    samples: rebarLibrary('samples', '-export([name/0]).\nname() -> <<"Ada">>.\n'),
    // A plugin, which writes a file when the project is compiled.
    stamp: rebarLibrary(
      'stamp',
      `-export([init/1, do/1, format_error/1]).
init(State) ->
    Provider = providers:create([{name, stamp}, {module, stamp}, {bare, true}, {deps, []}]),
    {ok, rebar_state:add_provider(State, Provider)}.
do(State) ->
    File = filename:join([rebar_state:dir(State), "priv", "stamp"]),
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, "stamped"),
    {ok, State}.
format_error(Reason) -> io_lib:format("~tp", [Reason]).
`,
    ),
  },
};

function mixLibrary(module: string, code: string): Record<string, string> {
  const name = module.toLowerCase();
  return {
    'mix.exs': `defmodule ${module}.MixProject do
  use Mix.Project
  def project, do: [app: :${name}, version: "1.0.0"]
end
`,
    [`lib/${name}.ex`]: `defmodule ${module} do\n  ${code}\nend\n`,
  };
}

function rebarLibrary(name: string, code: string): Record<string, string> {
  return {
    [`src/${name}.app.src`]: `{application, ${name}, [
  {description, "A library"}, {vsn, "1.0.0"}, {applications, [kernel, stdlib]}
]}.
`,
    [`src/${name}.erl`]: `-module(${name}).\n${code}`,
  };
}

/** The files that the dependencies are compiled with. Docker compiles them again when these change. */
async function manifests(project: Project): Promise<string> {
  const image = `${project.name}:${project.id}-manifests`;
  const flags = [...project.buildFlags, '--target', 'manifests', '--tag', image];
  await docker('build', ...flags, project.directory);
  try {
    const list = 'find . -type f -exec sha256sum {} + | sort';
    return await docker('run', '--rm', '--entrypoint', 'sh', image, '-c', list);
  } finally {
    await docker('image', 'rm', '--force', image);
  }
}

describe.concurrent.each(beam)('$language $version', (combination) => {
  const { language } = combination;

  test('local libraries, git dependencies, files that the manifest reads, a release of another name', async () => {
    await using project = await projectWith(combination, `local-dependencies/${language}`);
    for (const [name, files] of Object.entries(repositories[language]!)) {
      await addRepository(project, name, files);
    }
    // rebar3 has no default among several releases.
    if (language === 'erlang') project.buildFlags.push('--build-arg', 'RELEASE=shop');
    const { response, code, library } = {
      elixir: {
        response: { version: '1.2.3', name: 'ada', price: '11.90 EUR', tax: 'VAT' },
        code: ['lib/hello_elixir.ex', '# changed\n'],
        library: ['libs/money/lib/money.ex', '# changed\n'],
      },
      erlang: {
        response: { version: '1.2.3', name: 'ADA', price: 1189, stamp: 'stamped' },
        code: ['libs/pricing/src/pricing.erl', '%% changed\n'],
        library: ['_checkouts/discount/src/discount.erl', '%% changed\n'],
      },
    }[language]!;
    expect(await answer(await project.build('local'), { name: 'Ada' })).toEqual(response);
    await project.build('test');

    const before = await manifests(project);
    await append(project, code[0]!, code[1]!);
    await append(project, 'Dockerfile', '# changed\n');
    expect(await manifests(project)).toBe(before);
    await append(project, library[0]!, library[1]!);
    expect(await manifests(project)).not.toBe(before);
  });
});

describe.concurrent.each(elixir)('Elixir $version', (combination) => {
  test('a function in an umbrella', async () => {
    await using project = await projectWith({ ...combination, name: 'shop' }, 'umbrella');
    await rm(path.join(project.directory, 'lib'), { recursive: true });
    await rm(path.join(project.directory, 'test'), { recursive: true });
    expect(await answer(await project.build('local'), { cents: 100 })).toEqual({
      price: 119,
    });
    await project.build('test');
    const before = await manifests(project);
    await append(project, 'apps/pricing/lib/pricing.ex', '# changed\n');
    expect(await manifests(project)).toBe(before);
  });
});

describe.concurrent('a local library that Docker cannot copy', () => {
  test.each([
    {
      where: 'outside of the project, in Elixir',
      combination: elixir[0]!,
      change: ['mix.exs', '{:lambda_runtime,', '{:shared, path: "../shared"}, {:lambda_runtime,'],
      message: 'mix.exs: The dependency :shared has the path ../shared, which is outside',
    },
    {
      where: 'in the same umbrella, but outside of the project',
      combination: elixir[0]!,
      change: ['mix.exs', '{:lambda_runtime,', '{:shared, in_umbrella: true}, {:lambda_runtime,'],
      message: 'mix.exs: The dependency :shared has the path ../shared, which is outside',
    },
    {
      where: 'behind a link, in Elixir',
      combination: elixir[0]!,
      change: ['mix.exs', '{:lambda_runtime,', '{:shared, path: "shared"}, {:lambda_runtime,'],
      link: 'shared',
      message: 'mix.exs: The dependency :shared has the path shared, where there is no directory',
    },
    {
      where: 'outside of the project, in Erlang',
      combination: beam.find(({ language }) => language === 'erlang')!,
      change: ['rebar.config', '"libs/*"', '"../libs/*"'],
      message: 'rebar.config: The path ../libs/* is outside',
    },
    {
      where: 'behind a link, in Erlang',
      combination: beam.find(({ language }) => language === 'erlang')!,
      link: '_checkouts/shared',
      message: '_checkouts/shared: The link leads nowhere',
    },
  ])('$where', async ({ combination, change, link, message }) => {
    await using project = await generateProject(combination);
    if (change !== undefined) {
      const [file, from, to] = change as [string, string, string];
      const target = path.join(project.directory, file);
      const contents = await readFile(target, 'utf8');
      expect(contents).toContain(from);
      await writeFile(target, contents.replace(from, to));
    }
    if (link !== undefined) {
      const target = path.join(project.directory, link);
      await mkdir(path.dirname(target), { recursive: true });
      await symlink('/nowhere', target);
    }
    const flags = ['--target', 'build', ...project.buildFlags];
    const result = await dockerResult('build', ...flags, project.directory);
    expect(result.exitCode).not.toBe(0);
    expect(result.stderr).toContain(message);
  });
});
