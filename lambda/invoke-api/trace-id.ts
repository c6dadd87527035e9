import { randomBytes } from 'node:crypto';

const usual = /^[\w:;=.-]{1,256}$/;

/** The X-Ray trace of an invocation: that of its caller, or a new one that is not sampled. */
export function traceIdOf(given: string | undefined): string {
  if (given !== undefined && usual.test(given)) return given;
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  const root = `1-${seconds.padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
  return `Root=${root};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
