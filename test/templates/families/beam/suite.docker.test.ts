import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { describe, expect, test } from 'vitest';

import { loadCatalog } from '../../../../scaffold/catalog/load-catalog.ts';
import { isFullMatrix } from '../../../docker/combinations.ts';

// The images of Elixir have both: Erlang's part of the suite and Elixir's run in them.
const { versions } = loadCatalog().languages.find(({ id }) => id === 'elixir')!;
const images = (isFullMatrix ? versions : versions.slice(0, 1)).map(({ buildImage }) => buildImage);

const run = fileURLToPath(new URL('run.sh', import.meta.url));

describe.concurrent.each(images)('lambda_runtime on %s', (image) => {
  test('passes its suite', async () => {
    const { exitCode, all } = await execa(run, [image], { all: true, reject: false });

    expect(exitCode, all).toBe(0);
  });
});
