import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';

import { openBrowser, openPage } from './open-page.ts';
import { createTestProject, startTestPage, type TestProject } from './start-test-page.ts';

let browser: Browser;
let project: TestProject;

beforeAll(async () => {
  [browser, project] = await Promise.all([openBrowser(), createTestProject()]);
}, 300_000);
afterAll(async () => {
  await browser.close();
  project[Symbol.dispose]();
});

test('an event is sent, and its response and log are shown', async () => {
  await using server = await startTestPage(project.directory, {
    'orders-api': (event, log) => {
      log('a line\n');
      return { received: event };
    },
  });
  await using opened = await openPage(browser, server.url);
  const { page, urls, complaints } = opened;
  await page.getByLabel('Event, as JSON').fill('{"name":"Ada"}');
  await page.keyboard.press('Control+Enter');
  const detail = page.locator('#detail');
  await detail.getByText('"received"').waitFor();
  await detail.getByText('a line').waitFor();
  expect(complaints).toStrictEqual([]);
  expect(urls.filter((url) => !url.startsWith(server.origin))).toStrictEqual([]);
});
