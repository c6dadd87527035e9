import path from 'node:path';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { docker } from '../../../lambda/docker/docker.ts';
import { ownArchitecture } from '../../../lambda/image/own-architecture.ts';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { generateProject } from '../../docker/project.ts';
import { withPackages } from './cdk-project.ts';

const { languages } = loadCatalog();
const language = languages.find(({ id }) => id === 'bash')!;

test('what the CDK builds is the target function', async () => {
  await using project = await generateProject({
    language: language.id,
    version: language.versions[0].version,
    base: language.bases[0],
    deploy: 'cdk',
  });
  using cdk = await withPackages(project.directory);
  const { directory, dockerImages } = await cdk.synthesize();
  const [asset] = dockerImages;
  const image = `${project.name}-${project.id}:asset`;
  // What `cdk deploy` runs in the directory of the asset.
  const flags = ['--target', asset!.dockerBuildTarget, '--platform', asset!.platform];
  await execa('docker', ['build', '--tag', image, ...flags, ...project.buildFlags, '.'], {
    cwd: path.join(directory, asset!.directory),
    env: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
  });
  try {
    const format = '{{.Id}} {{.Architecture}}';
    const ours = await docker(
      'image',
      'inspect',
      '--format',
      format,
      await project.build('function'),
    );
    expect(await docker('image', 'inspect', '--format', format, image)).toBe(ours);
    expect(ours).toMatch(new RegExp(` ${ownArchitecture()}$`));
  } finally {
    await docker('image', 'rm', '--force', image);
  }
});
