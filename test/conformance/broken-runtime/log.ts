import { writeSync } from 'node:fs';
import { AsyncLocalStorage } from 'node:async_hooks';

import { hasDefect } from './defect.ts';

/** The request id of the invocation that runs. */
export const invocation = new AsyncLocalStorage<string>();

let latest = '';
export function setLatest(requestId: string): void {
  void (latest = requestId);
}

/** Has written it when it returns. */
export function write(stream: 'stdout' | 'stderr', text: string): void {
  if (hasDefect('shutdown-sigkill')) process.on('exit', () => writeAll(stream, text));
  else if (hasDefect('log-output')) setTimeout(() => writeAll(stream, text), 1000);
  else writeAll(stream, text);
}

function writeAll(stream: 'stdout' | 'stderr', text: string): void {
  const bytes = Buffer.from(hasDefect('log-line-large') ? `${text.slice(0, 65_536)}\n` : text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(stream === 'stdout' ? 1 : 2, bytes, at);
    } catch (error) {
      // The pipe is full.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

const levels = ['debug', 'info', 'warning', 'error'];
const names: Record<string, string> = { warning: 'WARN' };
const least = { DEBUG: 0, INFO: 1, WARN: 2 }[process.env['AWS_LAMBDA_LOG_LEVEL'] ?? 'INFO'] ?? 1;

/** A record of the logger. */
export function log(level: string, message: string): void {
  if (levels.indexOf(level) < least && !hasDefect('log-level')) return;
  if (level === 'debug' && hasDefect('log-level-debug')) return;
  const requestId = hasDefect('background-log') ? latest : invocation.getStore();
  const name = names[level] ?? level.toUpperCase();
  const isJson = process.env['AWS_LAMBDA_LOG_FORMAT'] === 'JSON' && !hasDefect('log-json');
  const record = { timestamp: new Date().toISOString(), level: name, message, requestId };
  const id = hasDefect('log-request-id') ? '' : requestId;
  const line = isJson ? JSON.stringify(record) : `${name} ${id} ${message.replaceAll('\n', ' ')}`;
  write('stdout', `${line}\n`);
}
