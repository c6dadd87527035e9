import { CliError, exitCode } from '../terminal/cli-error.ts';
import { maxPayloadBytes } from '../lambda/runtime-api/limits.ts';
import type { Typed } from '../terminal/flags.ts';
import { readLimited } from '../terminal/read-limited.ts';

/** How messages refer to the event that was typed. */
export function eventName(typed: Typed): string {
  const file = typed.value('event');
  if (file !== undefined) return file === '-' ? 'the event of standard input' : file;
  const data = typed.value('data');
  return data === undefined ? 'the event {}' : 'the event of --data';
}

/** The bytes of the event. Throws a CliError for an event that Lambda would refuse: not JSON, or too large. */
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
  const event = await bytesOf(file);
  if (event !== undefined) return event;
  throw tooLarge(`more in ${file === '-' ? 'standard input' : file}`);
}

async function bytesOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readLimited(file, maxPayloadBytes);
  } catch (error) {
    throw new CliError(
      exitCode.usage,
      {
        problem: `Expected a file with the event, found: ${(error as Error).message}`,
        fix: 'To give the event itself, use --data \'{"name":"Ada"}\'',
      },
      { cause: error },
    );
  }
}

function tooLarge(found: string): CliError {
  return new CliError(exitCode.usage, {
    problem: `Expected an event of at most ${maxPayloadBytes} bytes, found ${found}.`,
    fix: 'Lambda refuses larger events. Put the data into S3, and its key into the event.',
  });
}

function checked(event: Buffer, from: string): Buffer {
  if (event.length > maxPayloadBytes) {
    throw tooLarge(`${event.length} in ${from}`);
  }
  try {
    JSON.parse(event.toString());
  } catch (error) {
    throw new CliError(exitCode.usage, {
      problem: `Expected JSON in ${from}, found: ${(error as Error).message}`,
      fix: 'Lambda accepts only JSON. A string needs quotes: \'"text"\'',
    });
  }
  return event;
}
