import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';

import { packageRoot } from '../../../scaffold/package-root.ts';

/** The files of the page by the end of their URL. The first one is the page itself. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

interface StaticFile {
  readonly type: string;
  readonly contents: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Reads all of them, so that no path of a request is ever one of the file system. */
export function readStaticFiles(): StaticFiles {
  const sources = path.join(packageRoot, 'page');
  const compiled = path.join(packageRoot, 'dist/page');
  const files = [...filesIn(sources, ['.html', '.css', '.svg']), ...filesIn(compiled, ['.js'])];
  return new Map(
    files.map((file) => {
      const name = path.basename(file);
      const type = types[path.extname(name)]!;
      return [name === 'page.html' ? '' : name, { type, contents: readFileSync(file) }];
    }),
  );
}

function filesIn(directory: string, extensions: readonly string[]): string[] {
  return readdirSync(directory)
    .filter((name) => extensions.includes(path.extname(name)))
    .map((name) => path.join(directory, name));
}

/**
 * The page may load nothing but its own files, and take no text for markup: what functions log, and what events have in them, may be
 * hostile. It may not be in a frame either, which would have its token.
 */
export const pageHeaders = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

export function sendStaticFile({ type, contents }: StaticFile, response: ServerResponse): void {
  response
    .writeHead(200, {
      ...pageHeaders,
      'Content-Type': type,
      'Content-Length': contents.length,
    })
    .end(contents);
}
