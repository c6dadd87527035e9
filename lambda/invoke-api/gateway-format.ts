import { randomBytes } from 'node:crypto';

/** An id as API Gateway makes it, such as `Zx1kRh0nliAEJ5w=`. */
export function gatewayId(): string {
  return randomBytes(11).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A time as in requestContext, such as `03/Nov/2026:10:05:00 +0000`. */
export function requestTime(epochMs: number): string {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(
    new Date(epochMs).toISOString(),
  )!;
  return `${day}/${months[Number(month) - 1]}/${year}:${time} +0000`;
}
