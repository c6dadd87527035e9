import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { decoded } from '../../../lambda/http/decoded.ts';
import { header } from '../../../lambda/http/header.ts';
import { sendJson } from '../../../lambda/http/send-json.ts';
import { refuseForeignPage } from '../../../lambda/invoke-api/foreign-requests.ts';
import { ServiceError } from '../../../lambda/invoke-api/service-error.ts';
import type { Journal } from '../journal.ts';
import { type PageCall, route } from './page-routes.ts';
import { PageError } from './page-error.ts';
import type { PageServices } from './page-services.ts';
import type { PageFunction } from './protocol.ts';
import { pageHeaders, readStaticFiles, sendStaticFile } from './static-files.ts';
import { streamJournal } from './stream-journal.ts';

export interface PageOptions extends PageServices {
  /** The name of the project. */
  readonly project: string;
  readonly pageFunctions: readonly PageFunction[];
  readonly journal: Journal;
  /** Requests for anything but the files of the page have to have it. */
  readonly token: string;
  /** Receives what is not the fault of a request. */
  readonly onError: (error: unknown) => void;
}

/** Where the page is. */
export const pagePath = '/_lambda-container/';

/** Below that, what the page asks the server for. */
const apiPath = `${pagePath}api/`;

/** Each holds a connection, and may have to be sent the whole journal. */
const mostStreams = 20;

/** Serves the page, and its API, for requests whose path begins with pagePath. */
export function servePage({
  project,
  pageFunctions,
  journal,
  token,
  onError,
  ...services
}: PageOptions): RequestListener {
  const files = readStaticFiles();
  const run = randomUUID().replaceAll('-', '');
  let streams = 0;

  function stream(request: IncomingMessage, response: ServerResponse): void {
    if (streams >= mostStreams) {
      throw new PageError(503, `Expected at most ${mostStreams} open pages.`);
    }
    streams += 1;
    response.on('close', () => (streams -= 1));
    const hello = { run, now: Date.now(), project, functions: pageFunctions };
    streamJournal(response, journal, hello, header(request, 'last-event-id'));
  }

  async function serveApi(call: PageCall): Promise<void> {
    const { request, response, path } = call;
    refuseForeignPage(request);
    refuseWithoutToken(request, token);
    if (request.method === 'GET' && path[0] === 'stream') stream(request, response);
    else await route(call, services);
  }

  return (request, response) => {
    // As it was sent: URL would resolve `..`.
    const [whole = '', query = ''] = request.url!.split('?');
    if (!whole.startsWith(apiPath)) {
      const file = files.get(whole.slice(pagePath.length));
      if (file === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) {
        refuse(response, new PageError(404, `The page has no file ${whole}.`));
      } else {
        sendStaticFile(file, response);
      }
      return;
    }
    // What cannot be decoded is no name of anything.
    const path = whole
      .slice(apiPath.length)
      .split('/')
      .map((each) => decoded(each) ?? '');
    const call = { request, response, path, query: new URLSearchParams(query) };
    serveApi(call).catch((error: unknown) => {
      if (!(error instanceof PageError || error instanceof ServiceError)) onError(error);
      if (response.headersSent) response.destroy();
      else refuse(response, error);
    });
  };
}

function refuseWithoutToken(request: IncomingMessage, token: string): void {
  const given = Buffer.from(header(request, 'authorization') ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new PageError(401, 'Open the page at the URL that lambda-container dev prints.');
}

function refuse(response: ServerResponse, error: unknown): void {
  const { status = 500 } = error as { status?: number };
  const message = error instanceof Error ? error.message : String(error);
  sendJson(response, status, JSON.stringify({ message }), pageHeaders);
}
