import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from 'vitest';

import { answer } from '../../../docker/container.ts';
import { combinations } from '../../../docker/combinations.ts';
import { edit } from '../../../docker/edit-project.ts';
import { generateProject } from '../../../docker/project.ts';

const combination = combinations.find(({ language }) => language === 'java')!;
const page = path.join(import.meta.dirname, '../../../../docs/languages/java.md');

test('native code: in a jar, and compiled in the build, as the page on Java says', async () => {
  await using project = await generateProject(combination);
  await cp(path.join(import.meta.dirname, 'native'), project.directory, { recursive: true });
  await rm(path.join(project.directory, 'src/test'), { recursive: true });
  const [dependency, packages, command] = codeOf(await readFile(page, 'utf8'));
  await edit(
    project,
    'pom.xml',
    '  </dependencies>\n\n  <build>',
    `${dependency}  </dependencies>\n\n  <build>`,
  );
  await edit(project, 'Dockerfile', 'ARG BUILD_PACKAGES=""\n', packages!);
  await edit(project, 'Dockerfile', '\n# test:', `${command}\n# test:`);
  // Says in the log whether the cache is used.
  const dockerfile = path.join(project.directory, 'Dockerfile');
  await writeFile(
    dockerfile,
    `${await readFile(dockerfile, 'utf8')}ENV JAVA_TOOL_OPTIONS=-XX:AOTMode=on\n`,
  );

  expect(await answer(await project.build('local'), {})).toEqual({ answer: 42, sqlite: 42 });
});

/** The blocks of code in the section on native code. */
function codeOf(markdown: string): string[] {
  const section = markdown.split('### Native code\n')[1]!.split('\n### ')[0]!;
  return [...section.matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, code]) => code!);
}
