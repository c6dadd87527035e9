import type { IncomingMessage } from 'node:http';

import { ServiceError } from './service-error.ts';

/** Names that a web page elsewhere cannot make the browser resolve to this machine. */
const ownHosts = ['localhost', '127.0.0.1', '[::1]'];

/** Throws a ServiceError for a foreign name in Host: that is how DNS rebinding makes a browser reach this machine. */
export function refuseForeignHost(
  { headers }: IncomingMessage,
  allowedHosts: readonly string[],
): void {
  const hosts = [...ownHosts, ...allowedHosts];
  const host = withoutPort(headers.host ?? '');
  if (!hosts.includes(host)) {
    throw new ServiceError(
      'AccessDeniedException',
      `Expected the Host header to be one of ${hosts.join(', ')}, found ${host}. --allow-host ${host} allows it.`,
    );
  }
}

/**
 * Throws a ServiceError for a request that a web page elsewhere has made the browser send. The API has no password, and
 * neither a form nor `fetch` can leave out Origin or Sec-Fetch-Site, which the SDKs do not send.
 */
export function refuseForeignPage({ headers }: IncomingMessage): void {
  const { origin, 'sec-fetch-site': site } = headers;
  const isOwnOrigin = origin === undefined || origin === `http://${headers.host}`;
  const isOwnSite = site === undefined || site === 'same-origin' || site === 'none';
  if (isOwnOrigin && isOwnSite) return;
  throw new ServiceError(
    'AccessDeniedException',
    `Expected a request of an SDK or of this server's own page, found one of the web page ${origin ?? 'elsewhere'}.`,
  );
}

function withoutPort(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '');
}
