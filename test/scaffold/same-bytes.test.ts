import { statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { options as allOptions } from '../../scaffold/options/options.ts';
import { isFullMatrix } from '../docker/combinations.ts';
import { runApp } from '../helpers/run-app.ts';
import { runNew } from '../helpers/run-new.ts';
import { sampleProjects, type SampleProject } from '../helpers/sample-projects.ts';
import { readTree, temporaryDirectory } from '../helpers/temporary-directory.ts';

const projects = sampleProjects(loadCatalog());

/** The two commands differ in how they read a value. Each value of each option is in one of these. */
function withNewValues(all: readonly SampleProject[]): SampleProject[] {
  const seen = new Set<string>();
  return all.filter((project) => {
    const values = Object.entries(project).map(([name, value]) => `${name}=${value}`);
    const isNew = values.some((value) => !seen.has(value));
    for (const value of values) seen.add(value);
    return isNew;
  });
}

describe.each(isFullMatrix ? projects : withNewValues(projects))(
  '$language $languageVersion $base $architecture $event $deploy',
  (project) => {
    // As yo passes a switch, which takes no value.
    const options = { ...project, agentsMd: project.agentsMd === 'yes' };

    test('both commands make the same bytes', async () => {
      using underYo = temporaryDirectory();
      using own = temporaryDirectory();
      await runApp(underYo.path, ['hello-world'], { yes: true, ...options });
      const flags = Object.entries(options).flatMap(([name, value]) => flagOf(name, value));
      await runNew(own.path, ['hello-world', '--yes', ...flags]);
      expect(readTree(own.path)).toStrictEqual(readTree(underYo.path));
      expect(modesIn(own.path)).toStrictEqual(modesIn(underYo.path));
    });
  },
);

function flagOf(name: string, value: string | boolean): string {
  const { flag } = allOptions.find((option) => option.name === name)!;
  if (typeof value === 'string') return `--${flag}=${value}`;
  return value ? `--${flag}` : `--no-${flag}`;
}

function modesIn(directory: string): Record<string, number> {
  const paths = Object.keys(readTree(directory));
  return Object.fromEntries(paths.map((file) => [file, statSync(path.join(directory, file)).mode]));
}
