import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../helpers/run-cli.ts';
import { runNew } from '../../helpers/run-new.ts';
import { readTree, temporaryDirectory, writeTree } from '../../helpers/temporary-directory.ts';

test('functions come into an edited project, and out of it again', async () => {
  using here = temporaryDirectory();
  const flags = ['--language', 'nodejs', '--event', 'sqs', '--deploy', 'cdk', '--yes'];
  await runNew(here.path, ['shop', ...flags]);
  const shop = path.join(here.path, 'shop');
  function edit(file: string, from: string, to: string): void {
    const text = readFileSync(path.join(shop, file), 'utf8');
    expect(text).toContain(from);
    writeTree(shop, { [file]: text.replace(from, to) });
  }
  edit('cdk/lib/settings.ts', 'memorySize: 256', 'memorySize: 512');
  edit(
    'cdk/lib/stack.ts',
    '    const alarms =',
    "    this.addMetadata('Team', 'orders');\n\n    const alarms =",
  );
  edit('cdk/lib/stack.ts', "'Shop', {", "'Shop', {\n      // The oldest one.");
  edit('cdk/lib/functions/shop.ts', 'batchSize: 10', 'batchSize: 5');
  const before = readTree(shop);

  for (const [name, event] of [
    ['refund', 'sqs'],
    ['web', 'http'],
    ['second_web', 'http'],
  ] as const) {
    const added = await runCli(shop, ['function', name, '--event', event]);
    expect(added.exitCode, added.stderr).toBe(0);
  }
  const stack = readFileSync(path.join(shop, 'cdk/lib/stack.ts'), 'utf8');
  expect(stack).toContain("import { SecondWebFunction } from './functions/second_web.ts';\n");
  expect(stack).toContain("this.addMetadata('Team', 'orders');");
  expect(stack).toContain(`
    new ShopFunction(this, 'Shop', {
      // The oldest one.
      functionName: this.stackName,
      alarms,
    });

    new RefundFunction(this, 'Refund', {
      functionName: \`\${this.stackName}-refund\`,
      alarms,
    });

    new WebFunction(this, 'Web', {
      functionName: \`\${this.stackName}-web\`,
      alarms,
    });
`);
  const settings = readFileSync(path.join(shop, 'cdk/lib/settings.ts'), 'utf8');
  expect(settings).toContain("  urlAuthType: 'NONE',\n};\n");
  expect(settings).toContain('memorySize: 512');

  for (const name of ['refund', 'second_web', 'web']) {
    const removed = await runCli(shop, ['function', name, '--remove']);
    expect(removed.exitCode, removed.stderr).toBe(0);
  }
  expect(readTree(shop)).toEqual(before);
});
