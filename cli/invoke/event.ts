import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { maxPayloadBytes } from '../../lambda/runtime-api/limits.ts';
import type { Typed } from '../../terminal/flags.ts';

/** The bytes of the event. Throws a CliError for what is no JSON, which Lambda refuses, or too large for it. */
export async function readEvent(typed: Typed): Promise<Buffer> {
  const [file, data] = [typed.value('event'), typed.value('data')];
  if (file !== undefined && data !== undefined) {
    throw new CliError(exitCode.usage, {
      problem: 'Expected one event, found both --event and --data.',
      fix: 'Leave out one of them.',
    });
  }
  if (file === undefined) return checked(Buffer.from(data ?? '{}'), '--data');
  return checked(await read(file), file === '-' ? 'standard input' : file);
}

async function read(file: string): Promise<Buffer> {
  if (file === '-') return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (error) {
    throw new CliError(
      exitCode.usage,
      {
        problem: `Expected a file with the event, found: ${(error as Error).message}`,
        fix: 'An event can also be typed: --data \'{"name":"Ada"}\'',
      },
      { cause: error },
    );
  }
}

function checked(event: Buffer, from: string): Buffer {
  if (event.length > maxPayloadBytes) {
    throw new CliError(exitCode.usage, {
      problem: `Expected an event of at most ${maxPayloadBytes} bytes, found ${event.length} in ${from}.`,
      fix: 'Lambda takes no larger one: put it in S3, and its name in the event.',
    });
  }
  try {
    JSON.parse(event.toString());
  } catch (error) {
    throw new CliError(exitCode.usage, {
      problem: `Expected JSON in ${from}, found: ${(error as Error).message}`,
      fix: 'Lambda refuses any other event. A text has quotes: \'"text"\'',
    });
  }
  return event;
}
