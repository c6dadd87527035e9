import { expect, test } from 'vitest';
import { packageCopy } from '../../helpers/package-copy.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { readTree, temporaryFolder } from '../../helpers/temporary-folder.ts';

const language = {
  id: 'rust',
  title: 'Rust',
  aliases: ['rs'],
  versions: [{ version: '1.90', buildImage: 'rust:1.90-slim', debian: 'trixie' }],
  bases: ['scratch'],
  families: [],
  handler: '__name__',
  handlerFile: 'src/main.rs',
  testFile: 'tests/__name__.rs',
  userFiles: ['src/', 'tests/', 'Cargo.toml'],
};

test('a new language is one folder: help shows it and it can be generated', async () => {
  using copy = packageCopy({
    'templates/languages/rust/language.json': JSON.stringify(language),
    'templates/languages/rust/project/src/main.rs': 'fn main() {}\n',
    'templates/languages/rust/project/Cargo.toml.ejs': '[package]\nname = "<%= name %>"\n',
  });
  const help = await runCli(copy.path, ['new', '--help'], { from: copy.path });
  expect(help.stdout.replaceAll(/\s+/g, ' ')).toMatch(/erlang, nodejs, rust .* 1\.90 \(rust\)/);

  using here = temporaryFolder();
  const args = ['new', 'fast', '--language', 'rs', '--yes'];
  const { exitCode, stderr } = await runCli(here.path, args, { from: copy.path });
  expect(stderr).toContain('Your function is in src/main.rs.');
  expect(exitCode).toBe(0);
  const files = readTree(here.path);
  expect(files['fast/Cargo.toml']).toBe('[package]\nname = "fast"\n');
  expect(files['fast/Dockerfile']).toContain('rust:1.90-slim');
});
