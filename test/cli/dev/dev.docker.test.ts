import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';

import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { docker } from '../../../lambda/docker/docker.ts';
import { isFullMatrix } from '../../docker/combinations.ts';
import { openBrowser, openPage } from './page/open-page.ts';
import { type Dev, startDev } from './start-dev.ts';

async function invoke({ client, name }: Dev, event: unknown = { name: 'Ada' }) {
  const response = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: 'Tail' }),
  );
  const { Payload, FunctionError, LogResult } = response;
  return {
    body: JSON.parse(Buffer.from(Payload!).toString()) as { message?: string },
    FunctionError,
    log: Buffer.from(LogResult!, 'base64').toString(),
  };
}

async function message(dev: Dev): Promise<string | undefined> {
  return (await invoke(dev)).body.message;
}

/** One save can be several changes, such as a file that is empty and then written: what counts is what is there in the end. */
const patience = { timeout: 240_000, interval: 100 };

async function becomes(dev: Dev, expected: string): Promise<void> {
  await vi.waitFor(async () => {
    expect(await message(dev)).toBe(expected);
  }, patience);
}

async function fails(dev: Dev): Promise<void> {
  await vi.waitUntil(async () => (await invoke(dev)).FunctionError === 'Unhandled', patience);
}

const handlers = [
  ['bash', 'function.sh'],
  ['elixir', 'lib/IDENT.ex'],
  ['erlang', 'src/IDENT.erl'],
  ['nodejs', 'app.js'],
  ['python', 'app.py'],
  ['typescript', 'src/app.ts'],
  // Without what their compilers have compiled before, the first change takes minutes.
  ...(isFullMatrix
    ? ([
        ['go', 'internal/FLAT/FLAT.go'],
        ['java', 'src/main/java/com/example/Handler.java'],
        ['rust', 'src/IDENT.rs'],
      ] as const)
    : []),
] as const;

describe.each(handlers)('%s', (language, template) => {
  let dev: Dev;
  let file: string;
  beforeAll(async () => {
    dev = await startDev(language);
    file = template
      .replaceAll('FLAT', dev.name.replaceAll('-', ''))
      .replaceAll('IDENT', dev.name.replaceAll('-', '_'));
  });
  afterAll(() => dev[Symbol.asyncDispose]());

  test('the function is invoked, with its log', async () => {
    const { body, log } = await invoke(dev);
    expect(body).toStrictEqual({ message: 'Hello, Ada!' });
    expect(log).toMatch(/^START RequestId: .*\n[^]*END RequestId: .*\nREPORT RequestId: .*\n$/);
    await dev.printed(new RegExp(`${dev.name}  cold, init [\\d.]+ ms, duration `), 0);
    expect((await invoke(dev, {})).FunctionError).toBe('Unhandled');
  });

  test('a saved file is reloaded without a new image', async () => {
    await dev.reload(file, (text) => text.replaceAll('Hello', 'Good morning'));
    await becomes(dev, 'Good morning, Ada!');
    expect(dev.output()).toContain(`${file}: reloaded in `);
  });

  test('an editor may save by renaming, again and again', async () => {
    for (const [before, after] of [
      ['Good morning', 'Bonjour'],
      ['Bonjour', 'Salut'],
    ] as const) {
      await dev.reload(file, (text) => text.replaceAll(before, after), 'by renaming');
      await becomes(dev, `${after}, Ada!`);
    }
  });

  // What a script is, is seen when it runs.
  test.skipIf(['bash', 'nodejs'].includes(language))(
    'a file that does not compile leaves the last good version, and says where',
    async () => {
      const from = dev.output().length;
      dev.edit(file, (text) => `${text}\nbroken (\n`);
      await dev.printed(new RegExp(`could not be built\\.\n[^]*${path.basename(file)}`), from);
      await becomes(dev, 'Salut, Ada!');
      dev.edit(file, (text) => text.replace('\nbroken (\n', '').replaceAll('Salut', 'Ciao'));
      await becomes(dev, 'Ciao, Ada!');
    },
  );

  test.runIf(language === 'elixir')(
    'a new module is found, and a removed one is gone',
    async () => {
      const greetings = path.join(dev.directory, 'lib/greetings.ex');
      writeFileSync(greetings, 'defmodule Greetings do\n  def hello, do: "Servus"\nend\n');
      dev.edit(file, (text) => text.replaceAll('"Ciao, ', 'Greetings.hello() <> ", '));
      await becomes(dev, 'Servus, Ada!');
      rmSync(greetings);
      await fails(dev);
    },
  );

  test('it leaves nothing', async () => {
    expect(await dev.left()).not.toStrictEqual([]);
    process.kill(-dev.process_.pid!, 'SIGINT');
    const { exitCode } = await dev.process_;
    expect(exitCode).toBe(130);
    expect(await dev.left()).toStrictEqual([]);
  });
});

describe('with Python', () => {
  let dev: Dev;
  beforeAll(async () => {
    dev = await startDev('python', ['--concurrency', '3']);
  });
  afterAll(() => dev[Symbol.asyncDispose]());

  test('a new file is found, and a removed one is gone', async () => {
    writeFileSync(path.join(dev.directory, 'greetings.py'), 'HELLO = "Servus"\n');
    dev.edit('app.py', (text) =>
      text
        .replace('import logging', 'import logging\nimport greetings')
        .replace('Hello,', '{greetings.HELLO},'),
    );
    await becomes(dev, 'Servus, Ada!');
    rmSync(path.join(dev.directory, 'greetings.py'));
    await fails(dev);
    await dev.reload('app.py', (text) =>
      text.replace('\nimport greetings', '').replace('{greetings.HELLO},', 'Hello,'),
    );
  });

  test('the page sends an event, again after a change, and saves it without one', async () => {
    await dev.printed(/#token=\S+/, 0);
    const [url] = /http:\S+#token=\S+/.exec(dev.output())!;
    await using browser = await openBrowser();
    await using opened = await openPage(browser, url);
    const { page, complaints } = opened;
    const detail = page.locator('#detail');
    await page.getByText('connected', { exact: true }).waitFor();
    await page.getByLabel('Replay the last event after each change').check();
    await page.getByLabel('Event, as JSON').fill('{"name":"Grace"}');
    await page.keyboard.press('Control+Enter');
    await detail.getByText('Hello, Grace!').waitFor();
    await dev.reload('app.py', (text) => text.replace('Hello', 'Good evening'));
    await detail.getByText('Good evening, Grace!').waitFor();
    await detail
      .getByText(/ ms left/)
      .first()
      .waitFor();
    await page.locator('#chart rect.frozen').first().waitFor({ state: 'attached' });

    const from = dev.output().length;
    await page.locator('#save').click();
    await page.getByRole('textbox', { name: 'events/' }).fill('grace');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(`Saved as events/${dev.name}/grace.json`).waitFor();
    await dev.reload('app.py', (text) => text.replace('Good evening', 'Hello'));
    expect(dev.output().slice(from)).not.toContain('grace.json');
    expect(complaints).toStrictEqual([]);
  });

  test('a change of the Dockerfile builds the image again', async () => {
    await dev.reload('Dockerfile', (text) => text.replace(/^CMD /m, 'ENV COLOR=red\n$&'));
    expect(dev.output()).toContain('Dockerfile: built the image again in ');
    await dev.reload('app.py', (text) =>
      text
        .replace('import logging', 'import logging\nimport os')
        .replace('Hello,', "{os.environ['COLOR']},"),
    );
    await becomes(dev, 'red, Ada!');
  });

  test('a Dockerfile that cannot be built leaves the last good version, and says why', async () => {
    const from = dev.output().length;
    dev.edit('Dockerfile', (text) => text.replace('ENV COLOR=red\n', '$&RUN false\n'));
    await dev.printed(/The image could not be built\.\n[^]*RUN false/, from);
    await becomes(dev, 'red, Ada!');
  });

  test('a handler that never ends is stopped, and one that needs too much memory is killed', async () => {
    dev.edit('Dockerfile', (text) => text.replace('RUN false\n', ''));
    await dev.reload('app.py', (text) =>
      text.replace(
        /name = event.*\n/,
        [
          '$&',
          "    while name == 'endless': pass\n",
          "    if name == 'greedy': return len(b'x' * 500_000_000)\n",
        ].join(''),
      ),
    );
    const endless = await invoke(dev, { name: 'endless' });
    expect(endless.FunctionError).toBe('Unhandled');
    expect(JSON.stringify(endless.body)).toContain('Task timed out after 3.00 seconds');
    await becomes(dev, 'red, Ada!');
    const greedy = await invoke(dev, { name: 'greedy' });
    expect(JSON.stringify(greedy.body)).toMatch(/signal: killed|timed out/);
    await becomes(dev, 'red, Ada!');
  });

  test('the container that builds may be stopped, as by a restart of the engine, or removed', async () => {
    const started = `name=lambda-container-${dev.name}-[^/]*[0-9a-f]$`;
    const [builder] = (await docker('ps', '--quiet', '--filter', started)).split('\n');
    await docker('kill', builder!);
    await dev.reload('app.py', (text) => text.replace("{os.environ['COLOR']},", 'Salve,'));
    await becomes(dev, 'Salve, Ada!');
    await docker('rm', '--force', builder!);
    const from = dev.output().length;
    dev.edit('app.py', (text) => text.replace('Salve,', 'Servus,'));
    await dev.printed(/^app\.py: built the image again in /m, from);
    await becomes(dev, 'Servus, Ada!');
  });

  test('of 2,000 files that change at once, as by git checkout, the last one is taken over, too', async () => {
    mkdirSync(path.join(dev.directory, 'many'));
    for (let count = 0; count < 2000; count++) {
      writeFileSync(path.join(dev.directory, 'many', `${count}.py`), '');
    }
    dev.edit('app.py', (text) => text.replace('Servus,', 'Ahoj,'));
    await becomes(dev, 'Ahoj, Ada!');
  });

  test('two serve the same project beside each other', async () => {
    {
      await using other = await startDev('python', ['--json'], { there: dev });
      await becomes(other, 'Ahoj, Ada!');
      const types = other.entries().map(({ type }) => type);
      expect(types).toContain('invocation-started');
    }
    await becomes(dev, 'Ahoj, Ada!');
  });

  test('100 invocations at once each get their own response', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `visitor ${index}`);
    const responses = await Promise.all(names.map((name) => invoke(dev, { name })));
    expect(responses.map(({ body }) => body.message)).toStrictEqual(
      names.map((name) => `Ahoj, ${name}!`),
    );
  });

  test('a killed one leaves nothing either', async () => {
    dev.process_.kill('SIGKILL');
    await dev.process_;
    while ((await dev.left()).length > 0) await sleep(100);
  });
});
