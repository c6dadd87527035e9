import { expect } from 'vitest';

import { checkImage } from '../../lambda/check/check-image.ts';
import { prepareCheck } from '../../lambda/check/prepare-check.ts';
import { readImageToCheck } from '../../lambda/check/read-image-to-check.ts';
import { packageRoot } from '../../scaffold/package-root.ts';
import { runCli } from '../helpers/run-cli.ts';
import { ownDockerArchitecture } from '../lambda/check/own-architecture.ts';

/** A build of a minute takes half an hour in an emulator on a busy machine. */
export const timeout = 90 * 60_000;

/** Checks an image for arm64, and invokes it: says what is emulated, if anything is. */
export async function expectItWorks(image: string, response: unknown): Promise<void> {
  const facts = await readImageToCheck(image);
  expect(facts.config).toMatchObject({ os: 'linux', architecture: 'arm64' });
  const findings = checkImage(prepareCheck(facts));
  expect(findings.filter(({ rule }) => rule !== 'emulator-left')).toEqual([]);

  const patient = ['--timeout', '900', '--memory', '1769'];
  const args = ['invoke', image, ...patient, '--data', '{"name":"Ada"}'];
  const invoked = await runCli(packageRoot, args);
  expect(invoked).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(invoked.stdout)).toEqual(response);
  if (ownDockerArchitecture === 'arm64') return;
  expect(invoked.stderr).toContain(
    `${image} is for arm64, which this machine emulates: times are not those of Lambda.`,
  );
  const checked = await runCli(packageRoot, ['check', image]);
  expect(checked).toMatchObject({ exitCode: 0 });
  expect(checked.stdout + checked.stderr).toContain('it is for arm64, this machine is amd64');
}
