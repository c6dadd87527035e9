/** The contents of Lambda's REPORT line for one invocation. */
export interface Report {
  requestId: string;
  /** From the delivery of the event to the end of the response. */
  durationMs: number;
  /** The duration of the init phase, on the first invocation only. */
  initDurationMs?: number;
  memoryMb: number;
  /** The peak of the execution environment so far; undefined if the container stopped before it was read. */
  maxMemoryMb?: number;
  /** The kernel has killed the runtime, because it needed more memory than it has. */
  isOutOfMemory?: boolean;
  /** How the invocation failed, if it did. */
  status?: 'timeout' | 'error';
  errorType?: string;
}

export function startLine(requestId: string): string {
  return `START RequestId: ${requestId} Version: $LATEST`;
}

export function endLine(requestId: string): string {
  return `END RequestId: ${requestId}`;
}

/** The line as Lambda logs it: fields separated by tabs. */
export function reportLine(report: Report): string {
  const { durationMs, initDurationMs } = report;
  const billedMs = Math.ceil(durationMs + (initDurationMs ?? 0));
  return [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedMs} ms`,
    `Memory Size: ${report.memoryMb} MB`,
    ...(report.maxMemoryMb === undefined
      ? []
      : [`Max Memory Used: ${Math.ceil(report.maxMemoryMb)} MB`]),
    ...(initDurationMs === undefined ? [] : [`Init Duration: ${initDurationMs.toFixed(2)} ms`]),
    ...(report.status === undefined ? [] : [`Status: ${report.status}`]),
    ...(report.errorType === undefined ? [] : [`Error Type: ${shownErrorType(report.errorType)}`]),
  ].join('\t');
}

export interface InitReport {
  durationMs: number;
  phase: 'init' | 'invoke';
  status: 'timeout' | 'error';
  errorType?: string;
}

/** The line for a failed init phase. */
export function initReportLine({ durationMs, phase, status, errorType }: InitReport): string {
  return [
    `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms`,
    `Phase: ${phase}`,
    `Status: ${status}`,
    ...(errorType === undefined ? [] : [`Error Type: ${shownErrorType(errorType)}`]),
  ].join('\t');
}

const longestErrorType = 200;

/** An error type comes from the function: what is neither a letter, a digit nor punctuation becomes a question mark. */
export function shownErrorType(type: string): string {
  return type.slice(0, longestErrorType).replaceAll(/[^ -~]/g, '?');
}

/** The line for an invocation that timed out. */
export function timeoutLine(requestId: string, timeoutMs: number): string {
  return `${new Date().toISOString()} ${requestId} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
}
