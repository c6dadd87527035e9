import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openBrowser, openPage } from './open-page.ts';
import {
  createTestProject,
  type Handler,
  startTestPage,
  type TestPage,
  type TestProject,
} from './start-test-page.ts';

let browser: Browser;
let project: TestProject;

beforeAll(async () => {
  [browser, project] = await Promise.all([openBrowser(), createTestProject()]);
}, 600_000);
afterAll(async () => {
  await browser.close();
  project[Symbol.dispose]();
});

function start(
  handler: Handler = (event) => ({ received: event }),
  options: Parameters<typeof startTestPage>[2] = {},
): Promise<TestPage> {
  const handlers = { 'orders-api': handler, refunds: handler };
  return startTestPage(project.directory, handlers, options);
}

/** Those of invocations. */
function rows(page: Page): Locator {
  return page.locator('#invocations').getByRole('option');
}

async function send(page: Page, event: string): Promise<void> {
  await page.getByLabel('Event, as JSON').fill(event);
  await page.keyboard.press('Control+Enter');
}

test('an event is sent, and its response and log are shown; no request leaves the machine', async () => {
  await using server = await start((event, log) => {
    log('a line\n');
    return { received: event };
  });
  await using opened = await openPage(browser, server.url);
  const { page, urls, complaints } = opened;
  await page.getByText('connected', { exact: true }).waitFor();
  await send(page, '{"name":"Ada"}');
  const detail = page.locator('#detail');
  await detail.getByText('"received"').waitFor();
  await detail.getByText('a line').waitFor();
  await detail.getByText('cold, init 123 ms').waitFor();
  await detail.getByRole('button', { name: 'Replay' }).click();
  await rows(page).nth(1).waitFor();
  await rows(page).first().getByText('warm').waitFor();
  expect(complaints).toStrictEqual([]);
  expect(urls.filter((url) => !url.startsWith(server.origin))).toStrictEqual([]);
});

test('what is no JSON cannot be sent', async () => {
  await using server = await start();
  await using opened = await openPage(browser, server.url);
  const { page } = opened;
  await page.getByText('connected', { exact: true }).waitFor();
  await send(page, '{"name":}');
  await page.getByText('is not valid JSON').waitFor();
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
  await send(page, '{"id":12345678901234567890}');
  await page.locator('#detail').getByText('"received"').waitFor();
  await page.getByRole('button', { name: 'Format' }).click();
  expect(await page.getByLabel('Event, as JSON').inputValue()).toBe(
    '{\n  "id": 12345678901234567890\n}',
  );
});

test('a sample is edited and saved with its response, and a file is replaced only if one says so', async () => {
  await using server = await start((event) => event);
  await using opened = await openPage(browser, server.url);
  const { page } = opened;
  const editor = page.getByLabel('Event, as JSON');
  await page.getByLabel('Function').selectOption('refunds');
  await page.getByLabel('Event', { exact: true }).selectOption('samples/fifo');
  await expect.poll(() => editor.inputValue(), { timeout: 60_000 }).toContain('MessageGroupId');
  await send(page, '{"Records":[]}');
  await page.locator('#detail').getByText('"Records": []').waitFor();
  await page.getByRole('button', { name: 'Save…', exact: true }).first().click();
  await page.getByRole('textbox', { name: 'events/' }).fill('mine');
  await page.getByLabel('and its response').check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved as events/refunds/mine.json').waitFor();
  const file = path.join(project.directory, 'events/refunds/mine.json');
  const expected = path.join(project.directory, 'events/refunds/mine.expected.json');
  expect(readFileSync(file, 'utf8')).toBe('{"Records":[]}\n');
  expect(readFileSync(expected, 'utf8')).toBe('{"Records":[]}\n');
  expect(await page.getByLabel('Event', { exact: true }).inputValue()).toBe('events/mine');

  await editor.fill('{"Records":null}');
  await page.getByRole('button', { name: 'Save…', exact: true }).first().click();
  await page.keyboard.press('Enter');
  await page.getByText('There is already a file mine.json. Replace it?').waitFor();
  expect(readFileSync(file, 'utf8')).toBe('{"Records":[]}\n');
  await page.getByRole('button', { name: 'Replace' }).click();
  await page.getByText('Saved as events/refunds/mine.json').waitFor();
  expect(readFileSync(file, 'utf8')).toBe('{"Records":null}\n');
});

test('what is edited is kept where another event is chosen, and where the page is loaded again', async () => {
  await using server = await start();
  await using opened = await openPage(browser, server.url);
  const { page } = opened;
  const editor = page.getByLabel('Event, as JSON');
  const event = page.getByLabel('Event', { exact: true });
  await expect.poll(() => editor.inputValue(), { timeout: 60_000 }).toContain('name');
  const chosen = await event.inputValue();
  await editor.fill('{"mine":1}');
  await event.selectOption('custom');
  await expect.poll(() => editor.inputValue(), { timeout: 60_000 }).toBe('{}');
  await event.selectOption(chosen);
  await expect.poll(() => editor.inputValue(), { timeout: 60_000 }).toBe('{"mine":1}');
  await page.reload();
  await expect.poll(() => editor.inputValue(), { timeout: 60_000 }).toBe('{"mine":1}');
});

test('a change is told, and the last event is sent again after it', async () => {
  const received: unknown[] = [];
  await using server = await start((event) => received.push(event));
  await using opened = await openPage(browser, server.url);
  const { page } = opened;
  await page.getByText('connected', { exact: true }).waitFor();
  await send(page, '{"name":"Ada"}');
  await page.locator('#detail').getByText('succeeded').waitFor();
  await page.getByLabel('Replay the last event after each change').check();
  const files = ['app.py'];
  server.journal.record({ type: 'build-started', files });
  await page.getByText('building: app.py').waitFor();
  server.journal.record({ type: 'build-failed', files, message: 'SyntaxError: <b>invalid</b>' });
  await page.getByRole('alert').getByText('SyntaxError: <b>invalid</b>').waitFor();
  expect(await page.title()).toContain('✗');
  server.journal.record({ type: 'build-started', files });
  server.journal.record({ type: 'build-ended', files, isUpdated: true, durationMs: 5 });
  await page.getByText('app.py: reloaded in').waitFor();
  await expect.poll(() => received, { timeout: 60_000 }).toHaveLength(2);
  expect(received[1]).toStrictEqual({ name: 'Ada' });
  await page.getByRole('alert').waitFor({ state: 'hidden' });
});

test('the timeline shows builds and each execution environment, and leads to invocations', async () => {
  await using server = await start((event) => {
    if ((event as { fails?: boolean }).fails) throw new TypeError('it fails');
  });
  await using opened = await openPage(browser, server.url);
  const { page } = opened;
  await page.getByText('connected', { exact: true }).waitFor();
  await send(page, '{"fails":true}');
  await page.locator('#detail').getByText('it fails').first().waitFor();
  server.journal.record({ type: 'build-started', files: ['app.py'] });
  server.journal.record({ type: 'build-ended', files: ['app.py'], isUpdated: true, durationMs: 5 });
  // On a slow machine, it would be out of sight.
  for (let count = 0; count < 3; count++) await page.getByLabel('Show a longer time').click();
  const bars = page.locator('#chart rect');
  for (const kind of ['build', 'init', 'invoke error', 'frozen']) {
    await page.locator(`#chart rect[class="${kind}"]`).first().waitFor({ state: 'attached' });
  }
  await page.getByText('orders-api 1', { exact: true }).first().waitFor();
  expect(await bars.count()).toBeLessThan(10);

  await page.getByRole('button', { name: 'Live' }).click();
  await send(page, '{}');
  await page.locator('#detail').getByText('succeeded').waitFor();
  await page.locator('#chart rect.invoke').first().dispatchEvent('click');
  await page.locator('#detail').getByText('it fails').first().waitFor();
});

test('after a restart of the server, the page goes on', async () => {
  const before = await start();
  await using opened = await openPage(browser, before.url);
  const { page } = opened;
  await page.getByText('connected', { exact: true }).waitFor();
  await send(page, '{"number":1}');
  await page.locator('#detail').getByText('succeeded').waitFor();
  await before[Symbol.asyncDispose]();
  await page.getByText('not connected').waitFor();
  await using _after = await start(undefined, { port: before.port });
  await page.getByText('connected', { exact: true }).waitFor();
  await send(page, '{"number":2}');
  await page.locator('#detail').getByText('"number": 2').waitFor();
  expect(await rows(page).filter({ visible: true }).count()).toBe(2);
});

test('10,000 lines of log are few elements, and can be filtered', async () => {
  await using server = await start((_, log) => {
    for (let count = 0; count < 10_000; count++) log(`line ${count} of a long log\n`);
  });
  await using opened = await openPage(browser, server.url);
  const { page } = opened;
  await page.getByText('connected', { exact: true }).waitFor();
  await page.getByRole('tab', { name: 'Log' }).click();
  await send(page, '{}');
  await page.locator('#log').getByText('line 9999 of').waitFor();
  expect(await page.locator('#log .item').count()).toBeLessThan(100);
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('long 1234');
  const shown = page.locator('#log .item').filter({ visible: true });
  await expect
    .poll(() => shown.locator('span:last-child').allTextContents(), { timeout: 60_000 })
    .toStrictEqual(['line 1234 of a long log']);
  await page.keyboard.press('Escape');
  await page.locator('#log .virtual').evaluate((list) => list.scrollTo(0, 0));
  await shown.getByText('line 0 of').waitFor();
});

test('markup in logs, events, responses and errors is text', async () => {
  const markup = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
  await using server = await start((event, log) => {
    log(`${markup}\n\u001b]8;;http://evil.example\u0007link\n`);
    if (event === markup) return { markup };
    const error = new Error(markup);
    error.name = markup;
    throw error;
  });
  await using opened = await openPage(browser, server.url);
  const { page, urls, complaints } = opened;
  await page.getByText('connected', { exact: true }).waitFor();
  for (const event of [JSON.stringify(markup), '{}']) {
    await send(page, event);
    await page.locator('#detail').getByText(markup).first().waitFor();
  }
  await page.locator('#detail details summary').click();
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.locator('#log').getByText(markup).first().waitFor();
  expect(await page.locator('img, main script').count()).toBe(0);
  expect(await page.title()).toContain('orders-api');
  expect(urls.filter((url) => url.endsWith('/x'))).toStrictEqual([]);
  expect(complaints).toStrictEqual([]);
  // The policy is a second wall.
  const isRefused = await page.evaluate(`(() => {
    try {
      document.body.innerHTML = '<img src="http://evil.example/x">';
      return false;
    } catch {
      return true;
    }
  })()`);
  expect(isRefused).toBe(true);
});

test('the keyboard is enough', async () => {
  await using server = await start();
  await using opened = await openPage(browser, server.url);
  const { page } = opened;
  const detail = page.locator('#detail');
  await page.getByText('connected', { exact: true }).waitFor();
  for (const number of [1, 2, 3]) {
    await send(page, `{"number":${number}}`);
    await detail.getByText(`"number": ${number}`).waitFor();
  }
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await detail.getByText('"number": 2').waitFor();
  await page.keyboard.press('End');
  await detail.getByText('"number": 1').waitFor();
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('detail');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowUp');
  await detail.getByText('"number": 2').waitFor();
  expect(await page.locator('#invocations [aria-selected=true]').count()).toBe(1);
});

test('an event that failed each time is sent again', async () => {
  let isFixed = false;
  await using server = await start(() => {
    if (!isFixed) throw new RangeError('too small');
  });
  await using opened = await openPage(browser, server.url);
  const { page } = opened;
  await page.getByText('connected', { exact: true }).waitFor();
  await page.getByLabel('Event, as JSON').fill('{"amount":1}');
  await page.getByRole('button', { name: 'Send as Event' }).click();
  await page.getByRole('tab', { name: 'Failed (1)' }).click();
  await page.locator('#failed').getByText('RangeError: too small').waitFor();
  isFixed = true;
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('No event has failed for good.').waitFor();
  await page.getByRole('tab', { name: 'Invocations' }).click();
  await page.locator('#invocations').getByText('succeeded').waitFor();
});

test('commands are copied', async () => {
  await using server = await start();
  await using opened = await openPage(browser, server.url);
  const { page } = opened;
  await page.getByText('connected', { exact: true }).waitFor();
  await send(page, '{"name":"O\'Brien"}');
  await page.getByRole('button', { name: 'Copy curl' }).click();
  await page.getByText('The command is copied.').waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
    `curl '${server.origin}/2015-03-31/functions/orders-api/invocations' --data-binary '{"name":"O'\\''Brien"}'`,
  );
});

test.each([
  [1280, 800],
  [400, 800],
])('nothing is cut at %i by %i', async (width, height) => {
  await using server = await start();
  await using opened = await openPage(browser, server.url, { width, height, colorScheme: 'dark' });
  const { page } = opened;
  await page.getByText('connected', { exact: true }).waitFor();
  await send(page, `{"name":"${'long'.repeat(100)}"}`);
  await page.locator('#detail').getByText('succeeded').waitFor();
  const scrollWidth = await page.evaluate('document.documentElement.scrollWidth');
  expect(scrollWidth).toBeLessThanOrEqual(width);
  const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
  expect(background).toBe('rgb(21, 23, 27)');
});

describe('a page elsewhere', () => {
  test.each([
    ['on another port', 'localhost'],
    ['by DNS rebinding', 'evil.example'],
  ])('%s can do nothing', async (_title, host) => {
    const received: unknown[] = [];
    await using server = await start((event) => received.push(event));
    const base = `http://${host}:${server.port}`;
    const invoke = `${base}/2015-03-31/functions/orders-api/invocations`;
    const save = `${base}/_lambda-container/api/events/orders-api/hostile`;
    await using elsewhere = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(
        `<form method="post" enctype="text/plain" action="${invoke}" target="out"><input name='{"a":"' value='"}'></form>
         <iframe name="out"></iframe><iframe name="page" src="${base}/_lambda-container/"></iframe>`,
      );
    }).listen(0);
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo;
    await using opened = await openPage(browser, `http://${host}:${port}/`);
    const { page } = opened;
    const submitted = page.waitForResponse(invoke);
    await page.evaluate('document.forms[0].submit()');
    expect((await submitted).status()).toBe(403);
    const headers = { Authorization: `Bearer ${server.token}` };
    const requests = [
      [invoke, { method: 'POST', body: '{}' }],
      [save, { method: 'PUT', body: '{}', headers }],
      [save, { headers }],
    ];
    const outcomes = await page.evaluate(`Promise.all(
      ${JSON.stringify(requests)}.map(([url, init]) =>
        fetch(url, init).then((response) => response.status, () => 'refused')))`);
    expect(outcomes).toStrictEqual(['refused', 'refused', 'refused']);
    const framed = page.frame({ name: 'page' })!;
    expect(await framed.locator('#editor').count()).toBe(0);
    expect(received).toStrictEqual([]);
    expect(existsSync(path.join(project.directory, 'events/orders-api/hostile.json'))).toBe(false);
  });

  test('a rebound name gets not even the page', async () => {
    await using server = await start();
    await using opened = await openPage(browser, `http://evil.example:${server.port}/`);
    await opened.page.getByText('Expected the Host header').waitFor();
  });

  test('without the token, the page only says where to get it', async () => {
    await using server = await start();
    await using opened = await openPage(browser, `${server.origin}/`);
    const { page } = opened;
    await page.getByText('open the URL that lambda-container dev prints').waitFor();
    expect(await page.getByText('orders-api').count()).toBe(0);
  });
});
