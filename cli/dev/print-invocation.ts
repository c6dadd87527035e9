import { shownErrorType } from '../../lambda/sandbox/report.ts';
import type { FunctionError } from '../../lambda/runtime-api/invocation-result.ts';
import type { SandboxInvocation } from '../../lambda/sandbox/sandbox.ts';
import { printable, printableText } from '../../terminal/printable.ts';
import { terminalOf } from '../../terminal/terminal.ts';

/** Prints a line for an invocation, and below it the output of the function and its error. */
export function printInvocation(
  functionName: string,
  { result, log, report }: SandboxInvocation,
  stream: NodeJS.WriteStream,
): void {
  const { bold, dim, red } = terminalOf(stream);
  const { durationMs, initDurationMs, memoryMb, maxMemoryMb } = report;
  const billedMs = Math.ceil(durationMs + (initDurationMs ?? 0));
  const { error } = result;
  const facts = [
    initDurationMs === undefined ? 'warm' : `cold, init ${shownMs(initDurationMs)}`,
    `duration ${shownMs(durationMs)}`,
    `billed ${billedMs} ms`,
    `memory ${maxMemoryMb === undefined ? '?' : Math.ceil(maxMemoryMb)} of ${memoryMb} MB`,
  ];
  const failure = error === undefined ? '' : `  ${red(errorTypeOf(error))}`;
  const lines = [
    `${dim(clock())}  ${bold(printable(functionName))}  ${dim(facts.join(', '))}${failure}`,
  ];
  lines.push(...indented(log));
  if (error !== undefined) lines.push(...errorLines(error.payload).flatMap(indented).map(red));
  stream.write(`${lines.join('\n')}\n`);
}

/** Prints what the function has written before its first event, if it has. */
export function printInit(
  functionName: string,
  { log }: { readonly log: string },
  stream: NodeJS.WriteStream,
): void {
  const lines = indented(log);
  if (lines.length === 0) return;
  const { bold, dim } = terminalOf(stream);
  const first = `${dim(clock())}  ${bold(printable(functionName))}  ${dim('init')}`;
  stream.write(`${[first, ...lines].join('\n')}\n`);
}

function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}

function shownMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

function indented(text: string): string[] {
  const trimmed = text.trimEnd();
  // Some runtimes write the lines of one record with \r, so that CloudWatch Logs keeps them together.
  return trimmed === ''
    ? []
    : trimmed.split(/\r?\n|\r/).map((line) => `    ${printableText(line)}`);
}

/** As the function named it, if it did. */
function errorTypeOf({ type, payload }: FunctionError): string {
  const { errorType } = asError(payload);
  return shownErrorType(typeof errorType === 'string' && errorType !== '' ? errorType : type);
}

/** The message, and where in the user's own files it happened. */
function errorLines(payload: Buffer): string[] {
  const { errorMessage, stackTrace } = asError(payload);
  const stack = Array.isArray(stackTrace) ? stackTrace.map(String) : [];
  const own = stack.filter((line) => line.includes(ownFiles) && !line.includes('node_modules'));
  return [
    ...(typeof errorMessage === 'string' ? [errorMessage] : []),
    ...own.map((line) => line.replaceAll(ownFiles, '')),
  ];
}

/** Where an image has the files of the project. */
const ownFiles = '/var/task/';

interface ErrorJson {
  readonly errorType?: unknown;
  readonly errorMessage?: unknown;
  readonly stackTrace?: unknown;
}

function asError(payload: Buffer): ErrorJson {
  try {
    return (JSON.parse(payload.toString()) ?? {}) as object;
  } catch {
    return {};
  }
}
