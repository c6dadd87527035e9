import path from 'node:path';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { runNew } from '../../helpers/run-new.ts';
import { readTree, temporaryDirectory, type Tree } from '../../helpers/temporary-directory.ts';
import { workflow } from './workflow.ts';

const { languages, deployTools } = loadCatalog();
const combinations = languages.flatMap(({ id: language }) =>
  deployTools.map(({ id: deploy }) => ({ language, deploy })),
);

async function project({ language, deploy }: (typeof combinations)[number]): Promise<Tree> {
  using here = temporaryDirectory();
  const flags = ['--language', language, '--deploy', deploy, '--ci', 'github', '--yes'];
  await runNew(here.path, ['shop', ...flags]);
  return readTree(path.join(here.path, 'shop'));
}

/** Of the preset customManagers:githubActionsVersions, as documented on docs.renovatebot.com/presets-customManagers. */
const annotation =
  /# renovate: datasource=[a-zA-Z0-9-._]+? depName=\S+?\s+([A-Za-z0-9_]+?_VERSION)\s*:\s*["']?.+?["']?\s/g;

test.each(combinations)('$language with $deploy', async (combination) => {
  const files = await project(combination);
  const { packageRules, extends: presets } = JSON.parse(files['.github/renovate.json']!);
  expect(presets).toContain('customManagers:githubActionsVersions');
  const disabled = packageRules.map((rule: Record<string, unknown>) => [
    ...((rule['matchPackageNames'] ?? rule['matchManagers']) as string[]),
  ]);
  expect(disabled).toEqual([
    ...(combination.language === 'elixir' ? [['lambda_runtime']] : []),
    ...(combination.deploy === 'cdk' ? [['aws-cdk', 'aws-cdk-lib']] : []),
    ['dockerfile', 'pyenv'],
  ]);
  const yaml = files[workflow]!;
  const versions = [...yaml.matchAll(/^ +(\w+_VERSION): /gm)].map(([, name]) => name);
  expect([...yaml.matchAll(annotation)].map(([, name]) => name)).toEqual(versions);
  // The settings of the projects whose formatter looks at these files.
  for (const [file, text] of Object.entries(files).filter(([each]) =>
    /^\.github\/.*\w$/.test(each),
  )) {
    expect(await format(text, { filepath: file, singleQuote: true, printWidth: 100 })).toBe(text);
  }
});
