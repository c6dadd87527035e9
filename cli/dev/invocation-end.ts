import type { FunctionError } from '../../lambda/runtime-api/invocation-result.ts';
import { shownErrorType } from '../../lambda/sandbox/report.ts';
import type { SandboxInvocation } from '../../lambda/sandbox/sandbox.ts';
import { asBody, type InvocationEnd } from './journal.ts';

/** How an invocation has ended, for the journal. */
export function invocationEnd({ result, report }: SandboxInvocation): InvocationEnd {
  const { durationMs, initDurationMs, memoryMb, maxMemoryMb } = report;
  const { error, body } = result;
  return {
    durationMs,
    billedMs: Math.ceil(durationMs + (initDurationMs ?? 0)),
    ...(initDurationMs !== undefined && { initDurationMs }),
    memoryMb,
    ...(maxMemoryMb !== undefined && { maxMemoryMb }),
    response: asBody(error?.payload ?? body),
    ...(error !== undefined && { error: readError(error) }),
  };
}

/** Where an image has the files of the project. */
const ownFiles = '/var/task/';

/** The error as the function named it, if it did, and where in the user's own files it happened. */
function readError({ type, payload }: FunctionError): NonNullable<InvocationEnd['error']> {
  const { errorType, errorMessage, stackTrace } = asError(payload);
  const stack = Array.isArray(stackTrace) ? stackTrace.map(String) : [];
  const own = stack.filter((line) => line.includes(ownFiles) && !line.includes('node_modules'));
  return {
    type: shownErrorType(typeof errorType === 'string' && errorType !== '' ? errorType : type),
    message: typeof errorMessage === 'string' ? errorMessage : '',
    stack: own.map((line) => line.replaceAll(ownFiles, '')),
  };
}

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
