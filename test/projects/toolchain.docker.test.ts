import { afterAll, beforeAll, describe, test } from 'vitest';

import { combinations } from '../docker/combinations.ts';
import { docker } from '../../lambda/docker/docker.ts';
import { generateProject, type Project } from '../docker/project.ts';

/**
 * What each language's own tools say of a fresh project: commands that fail if its formatter would
 * change a file, or its compiler or linter has anything to say. They run in the project's build
 * stage, so nothing of the language is needed on this machine.
 */
const commands: Record<string, string[]> = {
  elixir: [
    'mix format --check-formatted',
    'mix format --check-formatted "vendor/**/*.{ex,exs}"',
    'mix compile --force --warnings-as-errors',
    'mix deps.compile --force lambda_runtime 2>&1 | tee /dev/stderr | (! grep --quiet warning)',
    'MIX_ENV=test mix test --warnings-as-errors',
  ],
  erlang: ['rebar3 compile', 'rebar3 xref', 'rebar3 dialyzer', 'rebar3 eunit'],
  nodejs: ['node --check app.js', 'npm test'],
};

// The base makes no difference to the build stage.
const [firstBase] = combinations.map(({ base }) => base);
const toolchains = combinations.filter(({ base }) => base === firstBase);

describe.concurrent.each(toolchains)('$language $version', (combination) => {
  let project: Project;
  let image: string;

  beforeAll(async () => {
    project = await generateProject(combination);
    image = await project.build('build');
  });

  afterAll(async () => {
    await project[Symbol.asyncDispose]();
  });

  test.each(commands[combination.language] ?? ['false # add the commands of this language here'])(
    '%s',
    async (command) => {
      await docker('run', '--rm', '--workdir', '/src', image, 'sh', '-c', command);
    },
  );
});
