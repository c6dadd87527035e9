import { afterAll, beforeAll, describe, test } from 'vitest';

import { defaultStyle, languageStyle } from '../../scaffold/catalog/language-styles.ts';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { combinations, combinationsWithStyles, isFullMatrix } from '../docker/combinations.ts';
import { runTools } from '../docker/run-tools.ts';
import { type Combination, generateProject, type Project } from '../docker/project.ts';

const { languages } = loadCatalog();

/**
 * What each language's own tools say of a fresh project: commands that fail if its formatter would
 * change a file, or its compiler or linter has anything to say. They run in the project's build
 * stage, so nothing of the language is needed on this machine.
 */
function silentCommandsOf({ language, style = defaultStyle }: Combination): readonly string[] {
  return languageStyle(
    languages.find(({ id }) => id === language)!,
    style,
  ).silentCommands;
}

// The base makes no difference to the build stage. The default version is tested with all events: all-events.docker.test.ts.
const [firstBase] = combinations.map(({ base }) => base);
const toolchains: Combination[] = [
  ...(isFullMatrix ? combinations.filter(({ base }) => base === firstBase) : []).map(
    (combination) => ({ ...combination, style: defaultStyle }),
  ),
  ...combinationsWithStyles,
];

describe.concurrent.each(toolchains)('$language $version, style: $style', (combination) => {
  let project: Project;
  let image: string;

  beforeAll(async () => {
    project = await generateProject(combination);
    image = await project.build('build');
  });

  afterAll(async () => {
    await project[Symbol.asyncDispose]();
  });

  test.each(silentCommandsOf(combination))('%s', async (command) => {
    await runTools(image, command);
  });
});
