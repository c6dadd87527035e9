import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { execa, type Options } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { checkImage } from '../../../lambda/check/check-image.ts';
import { prepareCheck } from '../../../lambda/check/prepare-check.ts';
import { readImageToCheck } from '../../../lambda/check/read-image-to-check.ts';
import { docker } from '../../../lambda/docker/docker.ts';
import { imageFiles, imageLayers } from '../../docker/image.ts';
import { sampleEvents } from '../../docker/sample-events.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { findTool } from '../../machine/find-tool.ts';

/** Images are named after the functions: those of tests that run at once must differ. */
const name = `sam-${process.pid}`;
const image = `sam${process.pid}function:${name}`;

let parent: string;
let directory: string;
let sam: string;

beforeAll(async () => {
  sam = path.join(await findTool('python-tools'), 'sam');
  parent = await mkdtemp(path.join(tmpdir(), 'lambda-container-'));
  directory = path.join(parent, name);
  const flags = ['--language', 'bash', '--base', 'debian', '--event', 'sqs', '--deploy', 'sam'];
  await runCli(parent, ['new', name, ...flags, '--yes']);
  await runCli(directory, ['function', 'refund', '--event', 'http']);
  await runSam('build');
});

afterAll(async () => {
  await docker('image', 'rm', '--force', image, image.replace(/:.*/, ':rapid-x86_64'));
  await rm(parent, { recursive: true, force: true });
});

async function runSam(...args: string[]) {
  const options: Options = { cwd: directory, env: { SAM_CLI_TELEMETRY: '0' } };
  return execa(sam, args, options);
}

test('sam build builds the target `function`, once for all functions, and nothing else', async () => {
  const target = `${name}:function`;
  const flags = ['--provenance=false', '--sbom=false', '--target', 'function'];
  await docker('build', ...flags, '--tag', target, directory);
  try {
    expect(await imageLayers(image)).toEqual(await imageLayers(target));
  } finally {
    await docker('image', 'rm', target);
  }
  const paths = (await imageFiles(image)).map((file) => file.path);
  expect(paths.filter((file) => /\.aws-sam|template\.yaml|aws-lambda-rie/.test(file))).toEqual([]);
});

test('Lambda would take the image: it is one manifest, without attestations', async () => {
  const facts = await readImageToCheck(image);
  expect(facts.manifest).toMatchObject({ index: undefined, attestations: 0 });
  expect(checkImage(prepareCheck(facts))).toEqual([]);
});

test('sam local invoke sends the sample event of a function to its handler', async () => {
  const events = { [`Sam${process.pid}Function`]: name, RefundFunction: 'refund' };
  for (const [id, fn] of Object.entries(events)) {
    const [sample] = await sampleEvents(directory, fn);
    const file = `events/${fn}/${sample!.name}.json`;
    const { stdout } = await runSam('local', 'invoke', id, '--event', file);
    expect(JSON.parse(String(stdout))).toEqual(sample!.expected);
  }
});
