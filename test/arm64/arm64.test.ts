import { describe, expect, test } from 'vitest';

import { defaultStyle } from '../../scaffold/catalog/language-styles.ts';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { plan } from '../../scaffold/plan/plan.ts';

const catalog = loadCatalog();
const deployTools = catalog.deployTools.map(({ id }) => id);

function filesFor(languageId: string, deploy: string, architecture: 'x86_64' | 'arm64') {
  const language = catalog.languages.find(({ id }) => id === languageId)!;
  const answers = {
    name: 'orders-api',
    language: languageId,
    languageVersion: language.versions[0].version,
    base: language.bases[0],
    style: defaultStyle,
    architecture,
    deploy,
    state: 'none',
    ci: 'github',
    agentsMd: 'yes',
  };
  const functions = [{ name: 'orders-api', event: 'direct' }] as const;
  const files = plan(catalog, { answers, functions }, '0.0.0');
  return new Map(files.map(({ path, contents }) => [path, contents.toString()]));
}

/** The lines of one file that another one does not have at the same place. */
function differences(ours: string, theirs: string): string[] {
  const other = theirs.split('\n');
  return ours.split('\n').filter((line, index) => line !== other[index]);
}

function withoutProcessor(line: string): string {
  return line.replace(/linux\/amd64|linux\/arm64|x86_64|arm64|ubuntu-24\.04(-arm)?/g, 'PROCESSOR');
}

/** Where a deploy tool finds the architecture of the function. */
const settingsOf: Readonly<Record<string, string[]>> = {
  sam: ['template.yaml'],
  cdk: ['cdk/lib/settings.ts'],
  terraform: ['terraform/function_orders_api.tf'],
};

const projects = catalog.languages.flatMap(({ id: language }) =>
  deployTools.map((deploy) => ({ language, deploy })),
);

// Four languages are built for arm64, too: arm64.full.docker.test.ts.
describe.each(projects)('$language, deployed with $deploy', ({ language, deploy }) => {
  const forArm64 = filesFor(language, deploy, 'arm64');
  const forX86 = filesFor(language, deploy, 'x86_64');

  test('differs from a project for x86_64 in nothing but the name of the processor', () => {
    expect([...forArm64.keys()]).toEqual([...forX86.keys()]);
    for (const [path, contents] of forArm64) {
      const ours = differences(contents, forX86.get(path)!);
      const theirs = differences(forX86.get(path)!, contents);
      expect(ours.map(withoutProcessor), path).toEqual(theirs.map(withoutProcessor));
      expect(ours.filter((line) => /amd64|x86_64/.test(line), path)).toEqual([]);
    }
  });

  test('is built, run and deployed for arm64', () => {
    expect(forArm64.get('Makefile')).toContain('PLATFORM ?= linux/arm64\n');
    expect(forArm64.get('README.md')).toContain('--platform linux/arm64');
    const withIt = [...forArm64].filter(([path, contents]) =>
      differences(contents, forX86.get(path)!).some((line) => line.includes('arm64')),
    );
    expect(withIt.map(([path]) => path)).toEqual(expect.arrayContaining(settingsOf[deploy] ?? []));
  });

  test('no stage of its Dockerfile is for one processor only', () => {
    expect(forArm64.get('Dockerfile')).not.toMatch(/--platform|amd64|arm64|x86_64|aarch64/);
  });

  test('each package with a binary for x86_64 has one for arm64', () => {
    const locks = [...forArm64].filter(([path]) => /(package-lock\.json|uv\.lock)$/.test(path));
    for (const [path, contents] of locks) {
      const binaries = path.endsWith('uv.lock')
        ? contents.matchAll(/-(cp\d+-cp\d+|py3-none)-manylinux\S*?_x86_64\.whl/g)
        : contents.matchAll(/"node_modules\/\S*linux-x64(-gnu)?"/g);
      for (const [binary] of binaries) {
        const other = binary.replace('linux-x64', 'linux-arm64').replace(/-manylinux\S*/, '');
        const found = contents.split('\n').filter((line) => line.includes(other));
        expect(
          found.some((line) => /arm64|aarch64/.test(line)),
          `${path}: ${binary}`,
        ).toBe(true);
      }
    }
  });
});
