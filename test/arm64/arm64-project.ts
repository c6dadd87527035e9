import { type Combination, generateProject, type Project } from '../docker/project.ts';
import { dockerfileArg } from '../docker/run-image.ts';
import { arm64Images } from './arm64-images.ts';

/** A project for arm64 whose builds use images for arm64 under names of their own: a name has one image at a time. */
export async function arm64Project(combination: Combination): Promise<Project> {
  const project = await generateProject({ ...combination, architecture: 'arm64' });
  const images = {
    BUILD_IMAGE: `arm64v8/${await dockerfileArg(project.directory, 'BUILD_IMAGE')}`,
    RIE_IMAGE: `${await dockerfileArg(project.directory, 'RIE_IMAGE')}-arm64`,
  };
  await arm64Images(...Object.values(images));
  for (const [name, image] of Object.entries(images)) {
    project.buildFlags.push(`--build-arg=${name}=${image}`);
  }
  return project;
}
