/** Writes the lock files of generated projects, with the newest packages that Cargo.toml allows: npm run templates:locks */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { execa } from 'execa';

import { languageEvents } from '../../../../scaffold/catalog/language-events.ts';
import { defaultStyle } from '../../../../scaffold/catalog/language-styles.ts';
import { loadCatalog } from '../../../../scaffold/catalog/load-catalog.ts';
import { defaultEvent } from '../../../../scaffold/options/options.ts';
import { templatesRoot } from '../../../../scaffold/package-root.ts';
import { packageBlocks } from './package-blocks.ts';
import { runCli } from '../../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../../helpers/temporary-directory.ts';

const root = path.join(templatesRoot, 'languages/rust');
const catalog = loadCatalog();
const rust = catalog.languages.find(({ id }) => id === 'rust')!;
const name = 'locked';

const plain = await lockOf(defaultEvent);
writeTemplate('project/Cargo.lock.ejs', plain);
const known = packageBlocks(plain);

for (const event of languageEvents(catalog, rust, defaultStyle)) {
  const parts = path.join('events', event, 'parts');
  if (!existsSync(path.join(root, parts, 'Cargo.toml.dependencies.ejs'))) continue;
  const more = packageBlocks(await lockOf(event, plain)).filter((block) => !known.includes(block));
  writeTemplate(path.join(parts, 'Cargo.lock.ejs'), more.join('\n'));
}

/** What Cargo writes for a project with that event. Packages that `lock` has stay as they are. */
async function lockOf(event: string, lock?: string): Promise<string> {
  using parent = temporaryDirectory();
  const flags = ['--language', 'rust', '--event', event, '--yes', '--no-git'];
  await runCli(parent.path, ['new', name, ...flags]);
  const cwd = path.join(parent.path, name);
  const file = path.join(cwd, 'Cargo.lock');
  if (lock === undefined) await execa('cargo', ['generate-lockfile'], { cwd });
  else {
    writeFileSync(file, lock);
    await execa('cargo', ['update', '--workspace'], { cwd });
  }
  return readFileSync(file, 'utf8');
}

function writeTemplate(file: string, lock: string): void {
  writeFileSync(path.join(root, file), lock.replace(`"${name}"`, '"<%= name %>"'));
}
