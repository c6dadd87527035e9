import type { SandboxInvocation } from '../../lambda/sandbox/sandbox.ts';
import { httpResponse } from './http-response.ts';

/** Prints a response as it is; as a document, with all that is known of the invocation. */
export function printInvocation(invocation: SandboxInvocation, isJson: boolean): void {
  if (isJson) console.log(JSON.stringify(documentOf(invocation)));
  else printResponse(invocation);
}

function printResponse({ result }: SandboxInvocation): void {
  const http = httpResponse(result);
  if (result.isStreamed && result.error !== undefined) console.error(String(result.error.payload));
  if (http !== undefined) console.error(http.prelude);
  const body = http?.body ?? result.body;
  process.stdout.write(body);
  // Bytes that go into a file stay as they are; text is followed by the prompt on a line of its own.
  const isText = result.contentType.startsWith('application/json') || process.stdout.isTTY;
  if (isText && body.at(-1) !== 10) process.stdout.write('\n');
}

function documentOf({ result, log, report }: SandboxInvocation) {
  const { error, contentType, isStreamed, requestId } = result;
  return {
    ok: error === undefined,
    requestId,
    ...(error !== undefined && { functionError: error.type }),
    // Of a stream that broke off, the response is what came before.
    ...(error !== undefined && isStreamed && { error: asValue(error.payload) }),
    contentType,
    response: asValue(result.body),
    log,
    report: {
      durationMs: rounded(report.durationMs),
      ...(report.initDurationMs !== undefined && {
        initDurationMs: rounded(report.initDurationMs),
      }),
      memoryMb: report.memoryMb,
      ...(report.maxMemoryMb !== undefined && { maxMemoryMb: Math.ceil(report.maxMemoryMb) }),
    },
  };
}

/** JSON as what it stands for; other text as a text; other bytes in base64. */
function asValue(body: Buffer): unknown {
  const text = body.toString();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return Buffer.from(text).equals(body) ? text : { base64: body.toString('base64') };
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
