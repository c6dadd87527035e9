import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from 'vitest';

import { codeBlocks } from '../../../docs/code-block.ts';
import { answer } from '../../../docker/container.ts';
import { combinations } from '../../../docker/combinations.ts';
import { edit } from '../../../docker/edit-project.ts';
import { generateProject } from '../../../docker/project.ts';

const combination = combinations.find(({ language }) => language === 'go')!;

test('docs/languages/go.md: code in C, with its library in the image', async () => {
  await using project = await generateProject({ ...combination, name: 'orders-api' });
  const [packages, cgo] = codeBlocks('languages/go.md', 'dockerfile');
  await edit(project, 'Dockerfile', 'ARG BUILD_PACKAGES=""\n', packages!);
  await edit(project, 'Dockerfile', 'ARG CGO_ENABLED=0\n', cgo!);
  const directory = path.join(project.directory, 'internal/ordersapi');
  await writeFile(
    path.join(directory, 'ordersapi.go'),
    codeBlocks('languages/go.md', 'go').at(-1)!,
  );
  await rm(path.join(directory, 'ordersapi_test.go'));

  expect(await answer(await project.build('local'), {})).toEqual({
    zlib: expect.stringMatching(/^\d+\.\d+/),
  });
});
