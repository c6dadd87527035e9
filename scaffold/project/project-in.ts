import type { Catalog } from '../catalog/catalog.ts';
import type { Reload } from '../catalog/language.ts';
import { languageStyle } from '../catalog/language-styles.ts';
import { type NamedFunction, nameFunctions } from '../plan/functions.ts';
import { platformOf } from '../plan/plan.ts';
import { existingProject } from './existing-project.ts';

/** What it takes to build and run a project. */
export interface ProjectHere {
  readonly name: string;
  /** How `lambda-container dev` takes over a change. */
  readonly reload: Reload | undefined;
  /** As for `docker build --platform`. */
  readonly platform: string;
  readonly functions: readonly NamedFunction[];
}

/** The project in this directory, as recorded. Throws a ScaffoldError as existingProject does. */
export async function projectIn(directory: string, catalog: Catalog): Promise<ProjectHere> {
  const { spec, language } = await existingProject(directory, catalog);
  const { name, style, architecture } = spec.answers;
  const named = languageStyle(language, style);
  return {
    name,
    reload: named.reload,
    platform: platformOf(architecture),
    functions: nameFunctions(catalog, named, name, spec.functions),
  };
}
