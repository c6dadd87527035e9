import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

test('a function comes and goes in files that the user has changed', async () => {
  using here = temporaryDirectory();
  const flags = ['--language', 'python', '--event', 'http', '--deploy', 'terraform', '--yes'];
  await run(here.path, 'new', 'orders-api', ...flags);
  const project = path.join(here.path, 'orders-api');
  function file(name: string): string {
    return path.join(project, 'terraform', name);
  }
  const outputs = readFileSync(file('outputs.tf'), 'utf8');
  const edited = `# Ours.\n${outputs.replace('URL of orders-api.', 'The shop.')}`;
  writeFileSync(file('outputs.tf'), edited);
  writeFileSync(file('topic.tf'), '# Ours.\n');

  await run(project, 'function', 'refund', '--event', 'sqs');
  expect(readFileSync(file('function_refund.tf'), 'utf8')).toContain(
    'resource "aws_lambda_event_source_mapping" "refund"',
  );
  const added = readFileSync(file('outputs.tf'), 'utf8');
  expect(added.startsWith(edited)).toBe(true);
  expect(added).toContain('output "refund_queue_url"');

  await run(project, 'function', '--remove', 'refund');
  expect(existsSync(file('function_refund.tf'))).toBe(false);
  expect(readFileSync(file('outputs.tf'), 'utf8')).toBe(edited);
});

async function run(cwd: string, ...args: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await runCli(cwd, args);
  expect({ exitCode, output: exitCode === 0 ? '' : stdout + stderr }).toEqual({
    exitCode: 0,
    output: '',
  });
}
