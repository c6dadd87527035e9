import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { describe, test } from 'vitest';

import { loadLanguages } from '../../../../generators/support/languages.ts';

// The images of Elixir have both: Erlang's part of the suite and Elixir's run in them.
const images = loadLanguages()
  .filter(({ id }) => id === 'elixir')
  .flatMap(({ versions }) => versions.map(({ buildImage }) => buildImage));

const run = fileURLToPath(new URL('run.sh', import.meta.url));

describe.concurrent.each(images)('lambda_runtime on %s', (image) => {
  test('passes its suite', async () => {
    await execa(run, [image]);
  });
});
