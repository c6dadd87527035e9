import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { execa } from 'execa';
import { describe, test } from 'vitest';

import type { Prompt } from '../../scaffold/options/prompts.ts';
import { packageRoot, templatesRoot } from '../../scaffold/package-root.ts';
import { gitBlobId } from '../../scaffold/project/git-blob.ts';
import { makeProject } from '../../scaffold/project/make-project.ts';
import { readRecord } from '../../scaffold/project/record.ts';
import { runImageFlags } from '../docker/run-image.ts';
import { readTree, temporaryDirectory } from '../helpers/temporary-directory.ts';

const fixtures = path.join(packageRoot, 'test/fixtures/projects');

const projects = readdirSync(fixtures).flatMap((version) =>
  readdirSync(path.join(fixtures, version)).map((language) => ({ version, language })),
);

const keepMine: Prompt = async () => 'keep';

describe.concurrent.each(projects)('a project in $language of $version', (project) => {
  test('is brought up to date: it builds, its tests pass, and all edits are there', async ({
    expect,
  }) => {
    using copy = temporaryDirectory();
    cpSync(path.join(fixtures, project.version, project.language), copy.path, { recursive: true });
    const mine = editsIn(copy.path);
    expect(Object.keys(mine)).toContain('events/orders-api/bob.json');

    await makeProject(
      { given: {}, yes: true, noGit: true, force: false, dryRun: false, json: false },
      { cwd: copy.path, templates: templatesRoot, prompt: keepMine, log: () => {} },
    );
    expect(readTree(copy.path)).toMatchObject(mine);
    const { files } = readRecord(copy.path)!.record;
    for (const file of Object.keys(files)) {
      expect(existsSync(path.join(copy.path, file)), file).toBe(true);
    }

    const image = `IMAGE=fixture_${path.basename(copy.path).toLowerCase()}`;
    const flags = `BUILD_FLAGS=${(await runImageFlags(copy.path)).join(' ')}`;
    const { stdout } = await execa('make', ['test', image, flags], { cwd: copy.path });
    await execa('make', ['clean', image], { cwd: copy.path });
    expect(stdout).toContain('ok      events/orders-api/bob.json');
  });
});

/** Files that are not as they were generated, and those that never were. */
function editsIn(directory: string): Record<string, string> {
  const { files } = readRecord(directory)!.record;
  return Object.fromEntries(
    Object.entries(readTree(directory)).filter(
      ([file]) =>
        !file.endsWith('/') &&
        file !== '.yo-rc.json' &&
        files[file] !== gitBlobId(readFileSync(path.join(directory, file))),
    ),
  );
}
