import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitBlobId } from '../../../scaffold/project/git-blob.ts';
import { runApp } from '../../helpers/run-app.ts';
import { readTree, temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { withTerminal } from '../../helpers/terminal.ts';

const handler = 'hello/lib/hello.ex';

describe('questions', () => {
  withTerminal();

  test('what was answered is made', async () => {
    using here = temporaryDirectory();
    const result = await runApp(
      here.path,
      [],
      {},
      {
        name: 'shop',
        language: 'erlang',
        event: 'sqs',
        base: 'debian',
        architecture: 'arm64',
        languageVersion: '27',
        deploy: 'sam',
        state: 'dynamodb',
        ci: 'github',
      },
    );
    expect(result.asked).toStrictEqual([
      'language',
      'name',
      'style',
      'event',
      'base',
      'architecture',
      'languageVersion',
      'deploy',
      'state',
      'ci',
    ]);
    expect(result.stderr).toContain(
      'yo lambda-container shop --language erlang --style project --event sqs --base debian --architecture arm64 --language-version 27 --deploy sam --state dynamodb',
    );
    expect(recordIn(path.join(here.path, 'shop'))).toMatchObject({
      answers: {
        name: 'shop',
        language: 'erlang',
        languageVersion: '27',
        base: 'debian',
        architecture: 'arm64',
        deploy: 'sam',
        state: 'dynamodb',
      },
      functions: [{ name: 'shop', event: 'sqs' }],
    });
  });

  test('only what is missing is asked, with the choices of the language', async () => {
    using here = temporaryDirectory();
    const given = {
      language: 'nodejs',
      event: 'direct',
      architecture: 'x86_64',
      deploy: 'none',
      ci: 'none',
    };
    const result = await runApp(here.path, ['shop'], given, { base: 'debian' });
    expect(result.asked).toStrictEqual(['base']);
    expect(recordIn(path.join(here.path, 'shop'))).toMatchObject({
      answers: { languageVersion: '24' },
    });
  });

  test('--yes and --json ask nothing', async () => {
    using here = temporaryDirectory();
    const result = await runApp(here.path, [], { yes: true });
    expect(result.asked).toStrictEqual([]);
    await expect(runApp(here.path, ['other'], { json: true })).rejects.toMatchObject({ code: 2 });
  });
});

describe('a second run', () => {
  test('leaves a handler alone that the user changed', async () => {
    using here = temporaryDirectory();
    await makeHello(here.path);
    appendFileSync(path.join(here.path, handler), '# mine\n');
    const before = readTree(here.path);
    await makeHello(here.path);
    expect(readTree(here.path)).toStrictEqual(before);
  });

  test('overwrites it with --force', async () => {
    using here = temporaryDirectory();
    await makeHello(here.path);
    const before = readTree(here.path);
    appendFileSync(path.join(here.path, handler), '# mine\n');
    const { stderr } = await makeHello(here.path, { force: true });
    expect(stderr).toContain('* overwriting lib/hello.ex\n');
    expect(readTree(here.path)).toStrictEqual(before);
  });

  test("puts back our files, but not the user's", async () => {
    using here = temporaryDirectory();
    await makeHello(here.path);
    rmSync(path.join(here.path, handler));
    const before = readTree(here.path);
    rmSync(path.join(here.path, 'hello/Makefile'));
    await makeHello(here.path);
    expect(readTree(here.path)).toStrictEqual(before);
  });

  test('with another base changes what depends on it', async () => {
    using here = temporaryDirectory();
    await makeHello(here.path);
    await makeHello(here.path, { base: 'debian' });
    using other = temporaryDirectory();
    await makeHello(other.path, { base: 'debian' });
    expect(readTree(here.path)).toStrictEqual(readTree(other.path));
  });

  test('with --dry-run writes nothing', async () => {
    using here = temporaryDirectory();
    const { stderr } = await makeHello(here.path, { dryRun: true });
    expect(stderr).toContain('* creating lib/hello.ex\n');
    expect(stderr).toContain('nothing was written');
    expect(readTree(here.path)).toStrictEqual({});
  });

  test('keeps what other generators have in .yo-rc.json', async () => {
    using here = temporaryDirectory();
    await makeHello(here.path);
    const file = path.join(here.path, 'hello/.yo-rc.json');
    const data = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ 'generator-other': { a: 1 }, ...data }));
    await makeHello(here.path, { base: 'debian' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      'generator-other': { a: 1 },
      'generator-lambda-container': { answers: { base: 'debian' } },
    });
  });
});

describe('a file that templates no longer have', () => {
  async function withStaleFile(cwd: string, contents: string): Promise<string> {
    await makeHello(cwd);
    const project = path.join(cwd, 'hello');
    const stale = path.join(project, 'vendor/old/stale.erl');
    const record = recordIn(project);
    // The git blob id of "stale\n".
    const files = { ...(record['files'] as object), 'vendor/old/stale.erl': staleId };
    const changed = { 'generator-lambda-container': { ...record, files } };
    writeFileSync(path.join(project, '.yo-rc.json'), JSON.stringify(changed));
    mkdirSync(path.dirname(stale));
    writeFileSync(stale, contents);
    return stale;
  }
  const staleId = gitBlobId(Buffer.from('stale\n'));

  test('goes with its directory if it is untouched', async () => {
    using here = temporaryDirectory();
    const stale = await withStaleFile(here.path, 'stale\n');
    const { stderr } = await makeHello(here.path);
    expect(stderr).toContain('* removing vendor/old/stale.erl\n');
    expect(existsSync(path.dirname(stale))).toBe(false);
    expect(recordIn(path.join(here.path, 'hello'))['files']).not.toHaveProperty([
      'vendor/old/stale.erl',
    ]);
  });

  test('stays if it was edited, and every run says so', async () => {
    using here = temporaryDirectory();
    const stale = await withStaleFile(here.path, 'mine\n');
    for (const options of [{}, {}, { force: true }]) {
      const { stderr } = await makeHello(here.path, options);
      expect(stderr).toContain('* leaving behind vendor/old/stale.erl\n');
      expect(readFileSync(stale, 'utf8')).toBe('mine\n');
    }
    rmSync(stale);
    const { stderr } = await makeHello(here.path);
    expect(stderr).not.toContain('stale');
  });
});

describe('a file that we both changed', () => {
  // Another base gives another Dockerfile: the newer version that an edit collides with.
  async function conflictIn(cwd: string): Promise<void> {
    await makeHello(cwd);
    appendFileSync(path.join(cwd, 'hello/Dockerfile'), '# mine\n');
  }

  test('stops everything where nobody can be asked', async () => {
    using here = temporaryDirectory();
    await conflictIn(here.path);
    const before = readTree(here.path);
    await expect(makeHello(here.path, { base: 'debian' })).rejects.toMatchObject({
      code: 3,
      problem: expect.stringContaining('\n  Dockerfile'),
      fix: expect.stringContaining('--force'),
    });
    expect(readTree(here.path)).toStrictEqual(before);
  });

  test('comes with the edits to make, where the layout has changed since the project was made', async () => {
    using here = temporaryDirectory();
    await makeHello(here.path);
    const file = path.join(here.path, 'hello/.yo-rc.json');
    const { answers, files } = recordIn(path.join(here.path, 'hello')) as Record<string, object>;
    const old = { generatorVersion: '0.1.0', ...answers, files };
    writeFileSync(file, JSON.stringify({ 'generator-lambda-container': old }));
    // Nothing of the user's keeps the project from being updated as a whole.
    const updated = await makeHello(here.path, { dryRun: true });
    expect(updated.stderr).not.toContain('The layout of projects has changed');

    appendFileSync(path.join(here.path, 'hello/Dockerfile'), '# mine\n');
    appendFileSync(path.join(here.path, 'hello/mix.exs'), '# mine\n');
    writeFileSync(path.join(here.path, 'hello/events/mine.json'), '{}');
    await expect(makeHello(here.path, { base: 'debian' })).rejects.toMatchObject({
      code: 3,
      problem: expect.stringMatching(
        /\n {2}mix.exs: path: "runtime" {2}-> {2}path: "vendor\/lambda_runtime"\n {2}events\/: events\/NAME.json {2}->/,
      ),
    });
  });

  describe('at a terminal', () => {
    withTerminal();

    test('is kept if the user says so, then and from then on', async () => {
      using here = temporaryDirectory();
      await conflictIn(here.path);
      const mine = readTree(here.path)['hello/Dockerfile'];
      await makeHello(here.path, { base: 'debian' }, { decision: 'keep' });
      expect(readTree(here.path)['hello/Dockerfile']).toBe(mine);
      const result = await makeHello(here.path, { base: 'debian' });
      expect(result.asked).toStrictEqual([]);
    });

    test('is overwritten if the user says so', async () => {
      using here = temporaryDirectory();
      await conflictIn(here.path);
      await makeHello(here.path, { base: 'debian' }, { decision: 'overwrite' });
      expect(readTree(here.path)['hello/Dockerfile']).not.toContain('# mine');
    });
  });
});

test('the .yo-rc.json of a directory further up does not draw the project there', async () => {
  using here = temporaryDirectory({ '.yo-rc.json': '{}', 'below/file': '' });
  await runApp(path.join(here.path, 'below'), ['shop'], { yes: true });
  expect(Object.keys(readTree(here.path))).toContain('below/shop/Dockerfile');
  expect(readTree(here.path)['.yo-rc.json']).toBe('{}');
});

test('--force writes into a directory with other files, and says what it overwrites', async () => {
  using here = temporaryDirectory({ 'hello/Makefile': 'mine', 'hello/mine': 'mine' });
  await expect(makeHello(here.path)).rejects.toMatchObject({ code: 3 });
  const { stderr } = await makeHello(here.path, { force: true });
  expect(stderr).toContain('* overwriting Makefile\n');
  expect(readTree(here.path)).toMatchObject({
    'hello/mine': 'mine',
    'hello/Makefile': expect.stringContaining('build:'),
  });
});

test('what is broken beside the new project is none of our business', async () => {
  using here = temporaryDirectory({ 'package.json': '{', '.yo-rc-global.json': '{' });
  await makeHello(here.path);
  expect(readTree(here.path)['package.json']).toBe('{');
});

function makeHello(cwd: string, options = {}, answers = {}) {
  return runApp(cwd, ['hello'], { yes: true, ...options }, answers);
}

function recordIn(directory: string): Record<string, unknown> {
  const text = readFileSync(path.join(directory, '.yo-rc.json'), 'utf8');
  const data = JSON.parse(text) as Record<string, Record<string, unknown>>;
  return data['generator-lambda-container']!;
}
