import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { type Browser, chromium, type Page } from 'playwright-core';

const browserScript = fileURLToPath(new URL('../../../machine/browser.sh', import.meta.url));

/** Chromium, installed if need be. */
export async function openBrowser(): Promise<Browser> {
  const { stdout } = await execa(browserScript);
  return chromium.launch({
    executablePath: stdout.trim(),
    args: [
      // In a container, and as root, it can make no sandbox of its own.
      '--no-sandbox',
      // A name that resolves to this machine, as by DNS rebinding. There are no others.
      '--host-resolver-rules=MAP evil.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
}

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Of all requests. */
  readonly urls: string[];
  /** What the browser has complained of. */
  readonly complaints: string[];
}

export interface PageLook {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

export async function openPage(
  browser: Browser,
  url: string,
  { width = 1280, height = 800, colorScheme = 'light' }: PageLook = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const urls: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, urls, complaints, [Symbol.asyncDispose]: () => context.close() };
}
