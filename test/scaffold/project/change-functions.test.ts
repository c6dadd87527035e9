import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { execaSync } from 'execa';
import { describe, expect, test } from 'vitest';
import { languageEvents } from '../../../scaffold/catalog/language-events.ts';
import { defaultStyle } from '../../../scaffold/catalog/language-styles.ts';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import {
  addFunction,
  type ChangedFunctions,
  listFunctions,
  removeFunction,
} from '../../../scaffold/project/change-functions.ts';
import { runFunctionRequest } from '../../../scaffold/project/function-report.ts';
import { gitBlobId } from '../../../scaffold/project/git-blob.ts';
import { assertHygiene } from '../../helpers/assert-hygiene.ts';
import { runNew } from '../../helpers/run-new.ts';
import { readTree, temporaryDirectory } from '../../helpers/temporary-directory.ts';

const catalog = loadCatalog();

function add(directory: string, name: string, event = 'direct', dryRun = false) {
  return addFunction({ action: 'add', name, event, dryRun, json: false }, directory, catalog);
}

function remove(directory: string, name: string) {
  const request = { action: 'remove', name, event: '', dryRun: false, json: false } as const;
  return removeFunction(request, directory, catalog);
}

function statesOf({ files }: ChangedFunctions): Record<string, string> {
  return Object.fromEntries(files.map(({ path: file, state }) => [file, state]));
}

interface TestProject extends Disposable {
  readonly directory: string;
  write(file: string, contents: string): void;
  append(file: string, text: string): void;
  edit(file: string, from: string, to: string): void;
  read(file: string): string;
}

async function projectIn(language: string, ...flags: readonly string[]): Promise<TestProject> {
  const parent = temporaryDirectory();
  await runNew(parent.path, ['orders-api', '--language', language, '--yes', ...flags]);
  const directory = path.join(parent.path, 'orders-api');
  function at(file: string): string {
    return path.join(directory, file);
  }
  function read(file: string): string {
    return readFileSync(at(file), 'utf8');
  }
  return {
    directory,
    read,
    write(file, contents) {
      mkdirSync(path.dirname(at(file)), { recursive: true });
      writeFileSync(at(file), contents);
    },
    append: (file, text) => appendFileSync(at(file), text),
    edit(file, from, to) {
      expect(read(file)).toContain(from);
      writeFileSync(
        at(file),
        read(file).replace(from, () => to),
      );
    },
    [Symbol.dispose]: () => parent[Symbol.dispose](),
  };
}

describe.each(catalog.languages)('$id', (language) => {
  const events = languageEvents(catalog, language, defaultStyle);

  test.each(events)('a function for %s is added, and removed without a trace', async (event) => {
    using project = await projectIn(language.id);
    const before = readTree(project.directory);
    const changed = await add(project.directory, 'confirm-mails', event);

    const files = readTree(project.directory);
    const { handlerFile, testFile, handler, sample } = changed.added!;
    expect(Object.keys(files)).toEqual(expect.arrayContaining([handlerFile, testFile, sample]));
    for (const file of ['README.md', 'Makefile']) expect(files[file]).toContain(handler);
    assertHygiene(project.directory);
    // What is generated from the record is the same.
    await runNew(project.directory, []);
    expect(readTree(project.directory)).toStrictEqual(files);

    await remove(project.directory, 'confirm-mails');
    expect(readTree(project.directory)).toStrictEqual(before);
  });

  test('edits of the user are kept', async () => {
    using project = await projectIn(language.id, '--event', events.at(-1)!);
    const [first] = await listFunctions(project.directory, catalog);
    project.edit('README.md', '# orders-api\n', '# Orders\n\nOur orders.\n');
    project.edit('Makefile', 'MEMORY   ?= 256', 'MEMORY ?= 512');
    for (const file of ['README.md', 'Makefile', 'Dockerfile', first!.handlerFile]) {
      project.append(file, '# mine\n');
    }
    const before = readTree(project.directory);

    for (const event of events) await add(project.directory, `on-${event}`, event);
    expect(project.read('README.md')).toMatch(/^# Orders\n\nOur orders\.\n[^]*# mine\n$/);
    expect(project.read('Makefile')).toMatch(/MEMORY \?= 512[^]*# mine\n$/);
    for (const file of ['README.md', 'Makefile']) {
      for (const event of events) expect(project.read(file)).toContain(`on-${event}`);
    }
    // Edits are still edits, for the next update.
    await runNew(project.directory, []);
    expect(project.read('Makefile')).toContain('MEMORY ?= 512');

    for (const event of events) await remove(project.directory, `on-${event}`);
    expect(readTree(project.directory)).toStrictEqual(before);
  });
});

const manifests = [
  {
    language: 'elixir',
    file: 'mix.exs',
    list: '[:logger]',
    edited: '[:logger, :inets]',
    both: '[:logger, :ssl, :inets]',
  },
  {
    language: 'erlang',
    file: 'src/orders_api.app.src',
    list: '[kernel, stdlib, lambda_runtime]',
    edited: '[kernel, stdlib, inets, lambda_runtime]',
    both: '[kernel, stdlib, ssl, inets, lambda_runtime]',
  },
];

test.each(manifests)(
  'the list of applications in $language is still that of the user, too',
  async (manifest) => {
    using project = await projectIn(manifest.language);
    project.edit(manifest.file, manifest.list, manifest.edited);
    const before = project.read(manifest.file);
    const changed = await add(project.directory, 'chat', 'websocket');
    expect(statesOf(changed)).toMatchObject({ [manifest.file]: 'merge' });
    expect(project.read(manifest.file)).toBe(before.replace(manifest.edited, manifest.both));
    await add(project.directory, 'another-chat', 'websocket');
    await remove(project.directory, 'chat');
    expect(project.read(manifest.file)).toContain(manifest.both);
    await remove(project.directory, 'another-chat');
    expect(project.read(manifest.file)).toBe(before);
  },
);

test('functions get into a main.go of Go that the user has edited, and out of it', async () => {
  using project = await projectIn('go');
  project.edit('main.go', '	"os"\n', '	"os"\n	"time"\n');
  const own = '	"orders-api/internal/ordersapi"\n';
  project.edit('main.go', own, `${own}	"orders-api/internal/store"\n`);
  project.edit(
    'main.go',
    'lambda.Start(handler)',
    'lambda.StartWithOptions(handler, store.Options()...)',
  );
  const before = project.read('main.go');

  const changed = await add(project.directory, 'refund', 'sqs');
  expect(statesOf(changed)).toMatchObject({ 'main.go': 'merge' });
  await add(project.directory, 'mail', 'schedule');
  expect(project.read('main.go')).toContain(`
	"orders-api/internal/mail"
	"orders-api/internal/ordersapi"
	"orders-api/internal/refund"
	"orders-api/internal/store"
)
`);
  expect(project.read('main.go')).toContain(`
	case "orders-api":
		return ordersapi.Handle
	case "refund":
		return refund.Handle
	case "mail":
		return mail.Handle
	default:
`);
  await remove(project.directory, 'refund');
  await remove(project.directory, 'mail');
  expect(project.read('main.go')).toBe(before);
});

test.each([
  // Before and after what a function needs.
  '      <scope>runtime</scope>\n    </dependency>\n',
  '    <dependency>\n      <groupId>org.junit.jupiter</groupId>\n',
])('dependencies get into a pom.xml that the user has edited, and out of it: %j', async (place) => {
  const own = `    <dependency>
      <groupId>org.apache.commons</groupId>
      <artifactId>commons-csv</artifactId>
      <version>1.14.1</version>
    </dependency>
`;
  const isBefore = place.startsWith('      <scope>');
  const placed = isBefore ? `${place}${own}` : `${own}${place}`;
  for (const isLater of [false, true]) {
    using project = await projectIn('java');
    const generated = project.read('pom.xml');
    if (!isLater) project.edit('pom.xml', place, placed);
    await add(project.directory, 'refund', 'sqs');
    await add(project.directory, 'chat', 'websocket');
    if (isLater) project.edit('pom.xml', place, placed);
    const edited = project.read('pom.xml');
    expect(edited.match(/<artifactId>(commons-csv|dynamodb|jackson-databind)</g)).toHaveLength(3);

    // What another function needs as well stays.
    await remove(project.directory, 'refund');
    expect(project.read('pom.xml')).toBe(edited);
    await remove(project.directory, 'chat');
    expect(project.read('pom.xml').replace(own, '')).toBe(generated);
  }
});

test('a dependency whose version the user has changed stays in a pom.xml', async () => {
  using project = await projectIn('java');
  await add(project.directory, 'refund', 'sqs');
  project.edit('pom.xml', '<version>3.3.0</version>', '<version>3.3.1</version>');
  const edited = project.read('pom.xml');
  const removed = await remove(project.directory, 'refund');
  expect(statesOf(removed)).toMatchObject({ 'pom.xml': 'keep' });
  expect(project.read('pom.xml')).toBe(edited);
});

test.each(catalog.languages)('git ignores no file of a function in $id', async ({ id }) => {
  using project = await projectIn(id);
  const git = { cwd: project.directory };
  execaSync('git', ['init', '--quiet'], git);
  // What tools call their output.
  for (const name of ['logs', 'dist', 'build', 'cover', 'deps', 'doc']) {
    await add(project.directory, name);
  }
  const ignored = ['ls-files', '--others', '--ignored', '--exclude-standard'];
  expect(execaSync('git', ignored, git).stdout).toBe('');
});

test('only files that tell of functions are touched, even where the project is of an older version', async () => {
  using project = await projectIn('nodejs');
  project.append('Dockerfile', '# of an older version\n');
  project.edit('.yo-rc.json', '"generatorVersion": "0.1.0"', '"generatorVersion": "0.0.9"');
  const before = project.read('Dockerfile');
  const { files } = await add(project.directory, 'refund', 'sqs');
  expect(files.map((file) => file.path)).not.toContain('Dockerfile');
  expect(project.read('Dockerfile')).toBe(before);
  expect(project.read('.yo-rc.json')).toContain('"generatorVersion": "0.0.9"');
});

test('a README.md without the block, or without a file, is left to the user', async () => {
  using project = await projectIn('python');
  project.write('README.md', '# Orders\n');
  expect(statesOf(await add(project.directory, 'refund'))).toMatchObject({ 'README.md': 'keep' });
  expect(project.read('README.md')).toBe('# Orders\n');
  unlinkSync(path.join(project.directory, 'README.md'));
  expect(statesOf(await add(project.directory, 'mail'))).toMatchObject({ 'README.md': 'keep' });
  await remove(project.directory, 'refund');
  await runNew(project.directory, []);
  expect(Object.keys(readTree(project.directory))).not.toContain('README.md');
});

test('an edit where the function has to be named is a conflict, until the user has named it', async () => {
  using project = await projectIn('python');
  project.edit('Makefile', 'FUNCTIONS = orders-api', 'FUNCTIONS = orders-api other');
  const before = readTree(project.directory);
  await expect(add(project.directory, 'refund')).rejects.toMatchObject({
    kind: 'conflict',
    problem: expect.stringMatching(
      /Nothing was written[^]*Makefile:\n[^]*\+FUNCTIONS = orders-api refund/,
    ),
    fix: expect.stringContaining('run this again'),
  });
  expect(readTree(project.directory)).toStrictEqual(before);

  project.edit(
    'Makefile',
    'FUNCTIONS = orders-api other\nHANDLER.orders-api = app.handler\nSAMPLE.orders-api = events/orders-api/hello.json\n',
    'FUNCTIONS = orders-api refund\nHANDLER.orders-api = app.handler\nSAMPLE.orders-api = events/orders-api/hello.json\nHANDLER.refund = refund.handler\nSAMPLE.refund = events/refund/hello.json\n',
  );
  expect(statesOf(await add(project.directory, 'refund'))).toMatchObject({
    Makefile: 'identical',
    'refund.py': 'create',
  });
});

describe('a function that needs packages', () => {
  const manifest = 'pyproject.toml';
  const lock = 'uv.lock';

  test('adds them to a manifest that has other edits', async () => {
    using project = await projectIn('python');
    project.edit(manifest, 'strict = true', 'strict = false');
    expect(statesOf(await add(project.directory, 'chat', 'websocket'))).toMatchObject({
      [manifest]: 'merge',
      [lock]: 'update',
    });
    expect(project.read(manifest)).toMatch(/strict = false[^]*boto3|boto3[^]*strict = false/);
  });

  test.each([
    ['a lock that the user has changed', lock, 'name = "pytest"', 'name = "requests"'],
    [
      'a manifest with other packages',
      manifest,
      'dependencies = []',
      'dependencies = ["requests"]',
    ],
  ])('leaves %s to the package manager, and says how', async (_, file, from, to) => {
    using project = await projectIn('python');
    project.edit(file, from, to);
    const before = [project.read(manifest), project.read(lock)];
    const request = { event: 'websocket', dryRun: false, json: false } as const;
    function run(action: 'add' | 'remove') {
      const { templates } = catalog;
      return runFunctionRequest({ ...request, action, name: 'chat' }, project.directory, templates);
    }
    const { text, document } = await run('add');
    expect(text).toContain('You have changed pyproject.toml or uv.lock. Add the packages');
    expect((JSON.parse(document) as { next: string[] }).next).toStrictEqual([
      expect.stringMatching(/^uv add 'boto3/),
      expect.stringMatching(/^uv add --dev 'types-boto3/),
      'make test',
      'make run FUNCTION=chat',
      'make invoke FUNCTION=chat',
    ]);
    expect([project.read(manifest), project.read(lock)]).toStrictEqual(before);
    expect(project.read('Makefile')).toContain('chat');

    expect((await run('remove')).text).toContain('Remove the packages that only this function');
    expect([project.read(manifest), project.read(lock)]).toStrictEqual(before);
    expect(project.read('Makefile')).not.toContain('chat');
  });
});

describe('removing a function', () => {
  test('leaves what the user has changed or added, and says so', async () => {
    using project = await projectIn('python');
    await add(project.directory, 'refund', 'sqs');
    project.append('refund.py', '# mine\n');
    project.write('events/refund/mine.json', '{}\n');
    const states = statesOf(await remove(project.directory, 'refund'));
    expect(states).toMatchObject({
      'refund.py': 'leave behind',
      'events/refund/mine.json': 'leave behind',
      'tests/test_refund.py': 'remove',
      'events/refund/batch.json': 'remove',
    });
    expect(project.read('refund.py')).toContain('# mine');
    expect(Object.keys(readTree(path.join(project.directory, 'events/refund')))).toStrictEqual([
      'mine.json',
    ]);
    expect(project.read('Makefile')).not.toContain('refund');

    // The next update says it again, and adding the function again takes it up.
    await runNew(project.directory, []);
    expect(project.read('refund.py')).toContain('# mine');
    expect(statesOf(await add(project.directory, 'refund', 'sqs'))).toMatchObject({
      'refund.py': 'keep',
      'tests/test_refund.py': 'create',
    });
  });

  test('whose files are gone leaves nothing of them, and it can be added again', async () => {
    using project = await projectIn('python');
    await add(project.directory, 'refund');
    project.append('refund.py', '# mine\n');
    await remove(project.directory, 'refund');
    rmSync(path.join(project.directory, 'refund.py'));
    await add(project.directory, 'refund');
    expect(project.read('refund.py')).not.toContain('# mine');
  });
});

interface Refusal {
  readonly title: string;
  readonly language?: string;
  readonly prepare?: (project: TestProject) => void;
  readonly act: (directory: string) => Promise<unknown>;
  readonly error: object;
}

describe('nothing is written', () => {
  test.each<Refusal>([
    {
      title: 'for a name that is taken',
      act: (directory) => add(directory, 'orders-api'),
      error: {
        kind: 'conflict',
        problem: expect.stringContaining('the name of another function'),
      },
    },
    {
      title: 'for a name that cannot be one',
      act: (directory) => add(directory, 'Refund!'),
      error: {
        kind: 'usage',
        problem: expect.stringMatching(/^<name>: "Refund!" cannot be the name of a function: /),
        fix: 'Try "refund".',
      },
    },
    {
      title: 'for a name that leads out of the project',
      act: (directory) => add(directory, '../refund'),
      error: { kind: 'usage', fix: 'Try "refund".' },
    },
    {
      title: 'for a name that the language reserves',
      act: (directory) => add(directory, 'json'),
      error: { kind: 'usage', problem: expect.stringContaining('it is a module of Python') },
    },
    {
      title: 'for the name of a file of the project',
      language: 'elixir',
      act: (directory) => add(directory, 'application'),
      error: {
        kind: 'conflict',
        problem: expect.stringContaining('lib/orders_api/application.ex'),
      },
    },
    {
      title: 'for a name that becomes the file of another one',
      language: 'elixir',
      act: (directory) => add(directory, 'orders_api'),
      error: { kind: 'conflict', problem: expect.stringContaining('too similar to "orders-api"') },
    },
    {
      title: 'for a name that becomes the unit test of another one',
      language: 'erlang',
      act: (directory) => add(directory, 'tests'),
      error: { kind: 'conflict', problem: expect.stringContaining('too similar to "orders-api"') },
    },
    {
      title: 'for an unknown event',
      act: (directory) => add(directory, 'refund', 'sqz'),
      error: {
        kind: 'usage',
        problem: expect.stringMatching(/^--event: expected one of .* for Python, found "sqz"/),
      },
    },
    {
      title: 'in a project that has one function only',
      language: 'elixir --style script',
      act: (directory) => add(directory, 'refund'),
      error: {
        kind: 'usage',
        fix: expect.stringContaining('lambda-container new --style project'),
      },
    },
    {
      title: 'where a file is in the way',
      prepare: (project) => project.write('refund.py', 'mine\n'),
      act: (directory) => add(directory, 'refund'),
      error: { kind: 'conflict', problem: expect.stringContaining('found refund.py') },
    },
    {
      title: 'where a directory is in the way',
      prepare: (project) => project.write('refund.py/mine', 'mine\n'),
      act: (directory) => add(directory, 'refund'),
      error: { kind: 'failed', problem: expect.stringContaining('refund.py') },
    },
    {
      title: 'in a directory that is no project, but in one',
      act: (directory) => add(path.join(directory, 'events'), 'refund'),
      error: {
        kind: 'usage',
        problem: expect.stringContaining('Expected a project in '),
        fix: expect.stringMatching(/: cd .*orders-api$/),
      },
    },
    {
      title: 'in a project of the layout of an older version',
      language: 'elixir',
      prepare(project) {
        const section = 'generator-lambda-container';
        const stored = JSON.parse(project.read('.yo-rc.json')) as Record<string, StoredRecord>;
        const { answers, files } = stored[section]!;
        const old = { generatorVersion: '0.0.1', ...answers, files };
        project.write('.yo-rc.json', JSON.stringify({ [section]: old }));
      },
      act: (directory) => add(directory, 'refund'),
      error: { kind: 'conflict', fix: 'Update it first: lambda-container new' },
    },
    {
      title: 'where an older version has made a file that has to name the function',
      prepare(project) {
        const old = 'build:\n\tdocker build .\n';
        const generated = gitBlobId(Buffer.from(project.read('Makefile')));
        project.write('Makefile', old);
        project.edit('.yo-rc.json', generated, gitBlobId(Buffer.from(old)));
      },
      act: (directory) => add(directory, 'refund'),
      error: {
        kind: 'conflict',
        problem: expect.stringContaining('An older version of the generator has made Makefile'),
        fix: 'Update the project first: lambda-container new',
      },
    },
    {
      title: 'when the first function is to be removed',
      act: (directory) => remove(directory, 'orders-api'),
      error: { kind: 'conflict', problem: expect.stringContaining('is the first function') },
    },
    {
      title: 'when a function that is none is to be removed',
      act: (directory) => remove(directory, 'refund'),
      error: { kind: 'usage', problem: expect.stringContaining('found "refund"') },
    },
  ])('$title', async ({ language = 'python', prepare, act, error }) => {
    using project = await projectIn(...(language.split(' ') as [string]));
    prepare?.(project);
    const before = readTree(project.directory);
    await expect(act(project.directory)).rejects.toMatchObject(error);
    expect(readTree(project.directory)).toStrictEqual(before);
  });

  test('through a symbolic link that leads out of the project', async () => {
    using project = await projectIn('python');
    using elsewhere = temporaryDirectory();
    symlinkSync(elsewhere.path, path.join(project.directory, 'events/refund'));
    await expect(add(project.directory, 'refund')).rejects.toMatchObject({
      kind: 'conflict',
      problem: expect.stringContaining('is outside of the project'),
    });
    expect(readTree(elsewhere.path)).toStrictEqual({});
    expect(project.read('Makefile')).not.toContain('refund');
  });

  test('in a dry run', async () => {
    using project = await projectIn('python');
    const before = readTree(project.directory);
    const changed = await add(project.directory, 'refund', 'sqs', true);
    expect(statesOf(changed)).toMatchObject({ 'refund.py': 'create', Makefile: 'update' });
    expect(readTree(project.directory)).toStrictEqual(before);
  });
});

interface StoredRecord {
  readonly answers: object;
  readonly files: object;
}

test('names that are reserved for projects, but are no module here, are good for functions', async () => {
  using erlang = await projectIn('erlang');
  expect((await add(erlang.directory, 'timer')).added?.module).toBe('orders_api_timer');
  using elixir = await projectIn('elixir');
  expect((await add(elixir.directory, 'task')).added?.module).toBe('OrdersApi.Task');
});

test('names with the same identifier are too similar, because deployed resources are named after it', async () => {
  using python = await projectIn('python');
  await add(python.directory, 'refund-2');
  await expect(add(python.directory, 'refund2')).rejects.toThrow('too similar to "refund-2"');
});
