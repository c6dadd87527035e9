import { add } from './edit-project.ts';
import type { Project } from './project.ts';

/**
 * Gives the project a README.md that is the same on every base, as a user's own. Nothing else that goes into the build stage depends
 * on the base, so Docker builds that stage once for all of them.
 */
export async function shareBuildStage(project: Project): Promise<void> {
  await add(project, 'README.md', `# ${project.name}\n`);
}
