import { expect, test } from 'vitest';
import { defaultStyle } from '../../scaffold/catalog/language-styles.ts';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { gitBlobId } from '../../scaffold/project/git-blob.ts';
import { plan } from '../../scaffold/plan/plan.ts';
import { type SampleProject, sampleProjects } from '../helpers/sample-projects.ts';

const name = 'hello-world';
const catalog = loadCatalog();
const projects = sampleProjects(catalog);

/**
 * Every file that is generated, with its git blob id and whether it is executable. A commit that only
 * moves code leaves the list as it is; one that changes generated files shows in it which ones.
 */
test('the generated files are those that were written down', async () => {
  const projectsOf = new Map<string, SampleProject[]>();
  for (const project of projects) {
    const { event, ...answers } = project;
    const spec = { answers: { name, ...answers }, functions: [{ name, event }] } as const;
    for (const file of plan(catalog, spec, '0.0.0')) {
      const mode = file.executable ? 'x' : '-';
      const line = `${file.path} ${mode} ${file.owner} ${gitBlobId(file.contents).slice(0, 12)}`;
      projectsOf.set(line, [...(projectsOf.get(line) ?? []), project]);
    }
  }
  const lines = [...projectsOf].map(([line, some]) => `${line} ${shortened(some)}`);
  await expect(`${lines.toSorted().join('\n')}\n`).toMatchFileSnapshot('generated-files.txt');
});

/** What a project can be called, from the word that stands for the most to that for one. */
const patterns: readonly ((project: SampleProject) => string)[] = [
  () => 'all',
  ({ language }) => `${language}-*`,
  (project) => `*-${kindOf(project)}`,
  ({ language, style }) => `${language}-*-${style}`,
  (project) => `${project.language}-*-${kindOf(project)}`,
  (project) =>
    `${project.language}-${project.languageVersion}-${project.base}-${project.architecture}-${kindOf(project)}`,
];

function kindOf({ style, event, deploy, state, ci, agentsMd }: SampleProject): string {
  if (state !== 'none') return `${deploy}-${event}-${state}`;
  if (deploy !== 'none') return `${deploy}-${event}`;
  const kind = style === defaultStyle ? event : style;
  if (ci !== 'none') return `${kind}-ci-${ci}`;
  return agentsMd === 'yes' ? `${kind}-agents-md` : kind;
}

/** Words for these projects: each stands for all of the projects that it fits. */
function shortened(some: readonly SampleProject[]): string {
  const words: string[] = [];
  let rest = some;
  for (const pattern of patterns) {
    for (const [word, own] of Map.groupBy(rest, pattern)) {
      if (own.length < projects.filter((each) => pattern(each) === word).length) continue;
      words.push(word);
      rest = rest.filter((each) => pattern(each) !== word);
    }
  }
  return words.join(' ');
}
