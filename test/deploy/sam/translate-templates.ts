import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

import { temporaryDirectory, type Tree } from '../../helpers/temporary-directory.ts';
import type { Template } from '../template.ts';

const program = fileURLToPath(new URL('translate.py', import.meta.url));

/**
 * What CloudFormation makes of the SAM template in the files of each project. `python` has the package
 * aws-sam-translator.
 */
export async function translateTemplates(
  python: string,
  projects: readonly Tree[],
): Promise<Template[]> {
  const files = projects.flatMap((project, index) =>
    Object.entries(project).map(([file, text]) => [`${index}/${file}`, text]),
  );
  using directory = temporaryDirectory(Object.fromEntries(files));
  const paths = projects.map((_, index) => path.join(directory.path, `${index}/template.yaml`));
  const { stdout } = await execa(python, [program, ...paths]);
  return JSON.parse(stdout);
}
