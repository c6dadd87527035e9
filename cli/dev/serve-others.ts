import type { RequestListener } from 'node:http';

import { sendJson } from '../../lambda/http/send-json.ts';
import { pagePath } from './page/serve-page.ts';

/**
 * Divides what is not for the Invoke API: the page has its own path, and the functions for HTTP everything else. Without such a
 * function, `/` leads to the page.
 */
export function serveOthers({
  page,
  front,
}: {
  readonly page: RequestListener;
  readonly front?: RequestListener | undefined;
}): RequestListener {
  return (request, response) => {
    const [path = ''] = request.url!.split('?');
    if (path.startsWith(pagePath)) {
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
