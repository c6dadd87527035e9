import type { Catalog, Event } from '../catalog/catalog.ts';
import type { LanguageStyle } from '../catalog/language.ts';
import { functionTokens, projectTokens, replaceTokens, type Tokens } from './tokens.ts';

/** A function of the project, as the record has it. */
export interface ProjectFunction {
  readonly name: string;
  /** The id of its event. */
  readonly event: string;
}

/** A function with its names in the language: what templates see as `fn`, and as elements of `functions`. */
export interface NamedFunction extends ProjectFunction {
  /** What stands for `__path__` in the paths of its files. */
  readonly path: string;
  readonly module: string;
  /** The name that Lambda is given: the CMD of the image. */
  readonly handler: string;
  readonly handlerFile: string;
  readonly testFile: string;
  /** The event that `make invoke` sends, below the project. */
  readonly sample: string;
  /** Those of its event. */
  readonly facts: Event['facts'];
  /** What its name on Lambda adds to that of the deployment: nothing for the first function. */
  readonly suffix: string;
  readonly tokens: Tokens;
}

/** Derives the names of all functions. The first function has the names of a project with one module. */
export function nameFunctions(
  { events }: Catalog,
  style: LanguageStyle,
  projectName: string,
  functions: readonly ProjectFunction[],
): NamedFunction[] {
  return functions.map(({ name, event }, index) => {
    const names = index === 0 ? style.function.first : style.function.further!;
    const given = { ...projectTokens(projectName), ...functionTokens(name) };
    const path = replaceTokens(names.path, given);
    const module = replaceTokens(names.module, given);
    const tokens = { ...given, path, module };
    const { handler, handlerFile, testFile } = style.function;
    const { sample, facts } = events.find(({ id }) => id === event)!;
    return {
      name,
      event,
      path,
      module,
      handler: replaceTokens(handler, tokens),
      handlerFile: replaceTokens(handlerFile, tokens),
      testFile: replaceTokens(testFile, tokens),
      sample: `events/${name}/${sample}.json`,
      facts,
      suffix: index === 0 ? '' : `-${name}`,
      tokens,
    };
  });
}
