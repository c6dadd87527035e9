import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import type { Template } from '../template.ts';

const program = fileURLToPath(new URL('translate.py', import.meta.url));

/** What CloudFormation makes of these SAM templates. `python` has the package aws-sam-translator. */
export async function translateTemplates(
  python: string,
  templates: readonly string[],
): Promise<Template[]> {
  const files = templates.map((text, index) => [`${index}.yaml`, text]);
  using directory = temporaryDirectory(Object.fromEntries(files));
  const paths = files.map(([file]) => path.join(directory.path, file!));
  const { stdout } = await execa(python, [program, ...paths]);
  return JSON.parse(stdout);
}
