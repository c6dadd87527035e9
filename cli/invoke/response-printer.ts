import type { SandboxInvocation } from '../../lambda/sandbox/sandbox.ts';
import { shownErrorType } from '../../lambda/sandbox/report.ts';
import { printNote } from '../../terminal/print.ts';
import { printableJson, printableText } from '../../terminal/printable.ts';
import { writeAll } from '../../terminal/write-all.ts';
import { preludeSplitter } from '../../lambda/http/prelude-splitter.ts';
import { createSpool } from './spool.ts';
import { asValue, valuePieces } from './value-pieces.ts';

/** Prints a response: a streamed one chunk by chunk as it comes. */
export interface ResponsePrinter {
  onChunk(chunk: Buffer, contentType: string): Promise<void>;
  finish(invocation: SandboxInvocation): Promise<void>;
}

/** Prints a response as it is; on a terminal, without what a terminal would obey. */
export function plainPrinter(): ResponsePrinter {
  const { stdout } = process;
  const decoder = new TextDecoder();
  const split = preludeSplitter();
  let last: number | undefined;

  async function write(bytes: Buffer): Promise<void> {
    last = bytes.at(-1) ?? last;
    const shown = stdout.isTTY ? printableText(decoder.decode(bytes, { stream: true })) : bytes;
    await writeAll(stdout, shown);
  }
  async function take({ prelude, body }: ReturnType<typeof split>): Promise<void> {
    if (prelude !== undefined) printNote(prelude);
    await write(body);
  }
  return {
    onChunk: (chunk, contentType) => take(split(chunk, contentType)),
    async finish({ result }) {
      if (result.isStreamed && result.error !== undefined) printNote(String(result.error.payload));
      await take(split(result.body, result.contentType, true));
      // Bytes that go into a file stay as they are; text is followed by the prompt on a line of its own.
      const isText = result.contentType.startsWith('application/json') || stdout.isTTY;
      if (isText && last !== 10) await writeAll(stdout, '\n');
    },
  };
}

/** Prints a document with all that is known of the invocation. */
export function jsonPrinter(): ResponsePrinter {
  const spool = createSpool();
  return {
    // oxlint-disable-next-line require-await -- the interface has promises
    async onChunk(chunk) {
      spool.add(chunk);
    },
    async finish(invocation) {
      const { result } = invocation;
      const { before, after } = documentAround(invocation);
      await writeAll(process.stdout, `${printableJson(before).slice(0, -1)},"response":`);
      spool.add(result.body);
      for (const piece of valuePieces(spool)) {
        await writeAll(process.stdout, printableJson(piece));
      }
      await writeAll(process.stdout, `,${printableJson(after).slice(1)}\n`);
      spool[Symbol.dispose]();
    },
  };
}

function documentAround({ result, log, report }: SandboxInvocation) {
  const { error, contentType, isStreamed, requestId } = result;
  const before = {
    ok: error === undefined,
    requestId,
    ...(error !== undefined && { functionError: shownErrorType(error.type) }),
    // Of a stream that broke off, the response is what came before.
    ...(error !== undefined && isStreamed && { error: asValue(error.payload) }),
    contentType,
  };
  const after = {
    log,
    report: {
      durationMs: rounded(report.durationMs),
      ...(report.initDurationMs !== undefined && {
        initDurationMs: rounded(report.initDurationMs),
      }),
      memoryMb: report.memoryMb,
      ...(report.maxMemoryMb !== undefined && { maxMemoryMb: Math.ceil(report.maxMemoryMb) }),
      ...(report.isOutOfMemory === true && { outOfMemory: true }),
    },
  };
  return { before: JSON.stringify(before), after: JSON.stringify(after) };
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
