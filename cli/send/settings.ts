import { CliError, exitCode } from '../../terminal/cli-error.ts';
import type { Typed } from '../../terminal/flags.ts';
import { readLimited } from '../../terminal/read-limited.ts';
import { optionalNumber, wholeNumber } from '../../terminal/whole-number.ts';
import { limits } from '../flags.ts';

/** A request to `dev`. */
export interface SendSettings {
  readonly url: URL;
  readonly body: object;
}

/** In bytes; a message of SQS has at most 1 MiB. */
const maxFileBytes = 8 * 1024 * 1024;

/** Reads what is sent, too. Throws a CliError for what cannot be. */
export async function readSendSettings(typed: Typed): Promise<SendSettings> {
  const base = baseUrl(typed);
  const ofFunction = given('function', typed.value('function'));
  if (typed.isOn('failed')) {
    if (typed.positionals.length > 0) {
      throw new CliError(exitCode.usage, {
        problem: `Expected no source with --failed, found ${typed.positionals.join(' ')}.`,
        fix: 'To send again what one function has failed for, use --function.',
      });
    }
    return { url: new URL('/_lambda-container/send-failed', base), body: ofFunction };
  }
  const [source, file, ...others] = typed.positionals;
  if (source === undefined || others.length > 0) {
    throw new CliError(exitCode.usage, {
      problem: `Expected an event source and a file, found ${source === undefined ? 'nothing' : typed.positionals.join(' ')}.`,
      fix: 'For example: lambda-container send sqs order.json',
    });
  }
  const data = await readData(typed, source, file);
  return {
    url: new URL('/_lambda-container/send', base),
    body: {
      source,
      ...ofFunction,
      messages: messagesIn(data, typed).map((each) => each.toString('base64')),
      count: wholeNumber(typed, 'count', limits.count, ''),
      ...given('group', typed.value('group')),
      ...given('partitionKey', typed.value('partition-key')),
      ...given('subject', typed.value('subject')),
      ...given('detailType', typed.value('detail-type')),
    },
  };
}

function given(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}

/** Where `dev` listens: what it prints to copy may have been copied. */
function baseUrl(typed: Typed): string {
  const port = optionalNumber(typed, 'port', limits.port, '');
  if (port !== undefined) return `http://localhost:${port}`;
  const endpoint = process.env['AWS_ENDPOINT_URL_LAMBDA'] ?? '';
  return endpoint.startsWith('http:') && URL.canParse(endpoint)
    ? endpoint
    : `http://localhost:${limits.port.default}`;
}

async function readData(typed: Typed, source: string, file: string | undefined): Promise<Buffer> {
  const data = typed.value('data');
  if (file !== undefined && data !== undefined) {
    throw new CliError(exitCode.usage, {
      problem: `Expected one message, found ${file} and --data.`,
      fix: 'Leave out one of them.',
    });
  }
  if (file !== undefined) return readFile(file);
  if (data !== undefined) return Buffer.from(data);
  // It has an Input of its own.
  if (source === 'schedule') return Buffer.alloc(0);
  throw new CliError(exitCode.usage, {
    problem: 'Expected a file with what to send, found none.',
    fix: `For example: lambda-container send ${source} message.json. Or give the message itself: --data '{"orderId":"A-1"}'`,
  });
}

async function readFile(file: string): Promise<Buffer> {
  let data: Buffer | undefined;
  try {
    data = await readLimited(file, maxFileBytes);
  } catch (error) {
    throw new CliError(
      exitCode.usage,
      {
        problem: `Expected a file with what to send, found: ${(error as Error).message}`,
        fix: 'To give the message itself, use --data.',
      },
      { cause: error },
    );
  }
  if (data !== undefined) return data;
  throw new CliError(exitCode.usage, {
    problem: `Expected at most ${maxFileBytes} bytes, found more in ${file === '-' ? 'standard input' : file}.`,
    fix: 'A message has at most 1 MiB. Send a part of them.',
  });
}

function messagesIn(data: Buffer, typed: Typed): Buffer[] {
  if (!typed.isOn('lines')) return [data];
  const lines = data.toString('latin1').split(/\r?\n/).filter(Boolean);
  return lines.map((line) => Buffer.from(line, 'latin1'));
}
