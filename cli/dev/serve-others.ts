import type { RequestListener } from 'node:http';

import { sendJson } from '../../lambda/http/send-json.ts';
import { pagePath } from './page/serve-page.ts';

/** The paths of serveEventSources. */
const ofSend = /^\/_lambda-container\/send(?:-failed)?$/;

/**
 * Divides what is not for the Invoke API: the page and `send` have their own paths, and the functions for HTTP everything else. Without such a
 * function, `/` leads to the page.
 */
export function serveOthers({
  page,
  sources,
  front,
}: {
  readonly page: RequestListener;
  /** Takes the requests of `lambda-container send`. */
  readonly sources: RequestListener;
  readonly front?: RequestListener | undefined;
}): RequestListener {
  return (request, response) => {
    const [path = ''] = request.url!.split('?');
    if (ofSend.test(path)) {
      sources(request, response);
    } else if (path.startsWith(pagePath)) {
      page(request, response);
    } else if (path === pagePath.slice(0, -1) || (path === '/' && front === undefined)) {
      response.writeHead(302, { Location: pagePath }).end();
    } else if (front === undefined) {
      const message = `This project has no function for HTTP. The page is at ${pagePath}, the Invoke API at /2015-03-31/functions/.`;
      sendJson(response, 404, JSON.stringify({ message }));
    } else {
      front(request, response);
    }
  };
}
