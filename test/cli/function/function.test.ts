import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runApp } from '../../helpers/run-app.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { runSubGenerator } from '../../helpers/run-sub-generator.ts';
import { runNew } from '../../helpers/run-new.ts';
import { readTree, temporaryDirectory } from '../../helpers/temporary-directory.ts';

async function shopIn(directory: string): Promise<string> {
  await runNew(directory, ['shop', '--language', 'nodejs', '--yes']);
  return path.join(directory, 'shop');
}

test('adds a function, says what it writes on stderr, and what to do next', async () => {
  using here = temporaryDirectory();
  const shop = await shopIn(here.path);
  const { exitCode, stdout, stderr } = await runCli(shop, ['function', 'refund', '--event', 'sqs']);
  expect(exitCode).toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toContain('* updating Makefile\n');
  expect(stderr).toContain('* creating refund.js\n');
  expect(stderr).toContain('The handler is in refund.js.');
  expect(stderr).toContain('    make run FUNCTION=refund\n    make invoke FUNCTION=refund\n');

  const list = await runCli(shop, ['function', '--list']);
  expect(list.stdout).toBe(
    'shop    direct  app.js (app.handler)\nrefund  sqs     refund.js (refund.handler)',
  );
});

test('--json is one document on stdout', async () => {
  using here = temporaryDirectory();
  const shop = await shopIn(here.path);
  const added = await runCli(shop, ['function', 'refund', '--json']);
  expect(JSON.parse(added.stdout)).toStrictEqual({
    ok: true,
    name: 'shop',
    directory: shop,
    functions: [
      { name: 'shop', event: 'direct' },
      { name: 'refund', event: 'direct' },
    ],
    files: expect.arrayContaining([
      { path: 'Makefile', state: 'update', owner: 'generator' },
      { path: 'refund.js', state: 'create', owner: 'user' },
    ]),
    next: ['make test', 'make run FUNCTION=refund', 'make invoke FUNCTION=refund'],
  });
  const list = await runCli(shop, ['function', '--list', '--json']);
  expect(JSON.parse(list.stdout)).toMatchObject({
    ok: true,
    functions: [
      { name: 'shop', handler: 'app.handler' },
      {
        name: 'refund',
        event: 'direct',
        handler: 'refund.handler',
        handlerFile: 'refund.js',
        testFile: 'test/refund.test.js',
        sample: 'events/refund/hello.json',
      },
    ],
  });
  const again = await runCli(shop, ['function', 'refund', '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ ok: false, error: { code: 3 } });
  expect(again.exitCode).toBe(3);
});

test('yo does the same', async () => {
  using own = temporaryDirectory();
  using underYo = temporaryDirectory();
  const options = { yes: true, language: 'nodejs' };
  await runApp(underYo.path, ['shop'], options);
  const [shop, other] = [await shopIn(own.path), path.join(underYo.path, 'shop')];
  await runCli(shop, ['function', 'refund', '--event', 'sqs']);
  await runSubGenerator('function', other, ['refund'], { event: 'sqs' });
  expect(readTree(other)).toStrictEqual(readTree(shop));

  await runSubGenerator('function', other, [], { remove: 'refund' });
  await runCli(shop, ['function', '--remove', 'refund']);
  expect(readTree(other)).toStrictEqual(readTree(shop));
  await expect(
    runSubGenerator('function', other, ['refund'], { evnt: 'sqs' }),
  ).rejects.toMatchObject({
    code: 2,
    fix: 'Did you mean --event?',
  });
});

describe('wrong usage is exit code 2, says what would be right, and writes nothing', () => {
  test.each([
    [[], 'Expected the name of one function, found none.'],
    [['a', 'b'], 'Expected the name of one function, found 2: a, b.'],
    [['--remove'], 'Write lambda-container function --remove <name>'],
    [['refund', '--list'], '--list: expected no name'],
    [['--list', '--remove'], '--list: expected no name'],
    [['--remove', 'refund', '--event', 'sqs'], '--remove: expected a name alone'],
    [['refund', '--event'], 'Expected a value for --event'],
    [['refund', '--event', 'sqss'], 'Did you mean --event sqs?'],
    [['refund', '--evnt', 'sqs'], 'Did you mean --event?'],
    [['--remove', 'refnud'], 'found "refnud"'],
  ])('%j', async (args, says) => {
    using here = temporaryDirectory();
    const shop = await shopIn(here.path);
    const before = readTree(here.path);
    const { exitCode, stdout, stderr } = await runCli(shop, ['function', ...args]);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
    expect(readTree(here.path)).toStrictEqual(before);
  });

  test('in a directory without a project', async () => {
    using here = temporaryDirectory();
    const { exitCode, stderr } = await runCli(here.path, ['function', '--list']);
    expect(stderr).toContain('Expected a project in ');
    expect(stderr).toContain('lambda-container new makes one.');
    expect(exitCode).toBe(2);
  });
});
