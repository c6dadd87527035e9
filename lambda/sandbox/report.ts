/** What Lambda's REPORT line tells of one invocation. */
export interface Report {
  requestId: string;
  /** From the event's delivery to the end of the answer. */
  durationMs: number;
  /** Of the first invocation only: how long the init phase took. */
  initDurationMs?: number;
  memoryMb: number;
  /** The most that the execution environment has had so far; unknown if it ended too soon to be asked. */
  maxMemoryMb?: number;
  /** How it failed, if it did. */
  status?: 'timeout' | 'error';
  errorType?: string;
}

export function startLine(requestId: string): string {
  return `START RequestId: ${requestId} Version: $LATEST`;
}

export function endLine(requestId: string): string {
  return `END RequestId: ${requestId}`;
}

/** The line as Lambda writes it to the log: parts with a tab between them. */
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
    ...(report.errorType === undefined ? [] : [`Error Type: ${report.errorType}`]),
  ].join('\t');
}

export interface InitReport {
  durationMs: number;
  phase: 'init' | 'invoke';
  status: 'timeout' | 'error';
  errorType?: string;
}

/** The line for an init phase that failed. */
export function initReportLine({ durationMs, phase, status, errorType }: InitReport): string {
  return [
    `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms`,
    `Phase: ${phase}`,
    `Status: ${status}`,
    ...(errorType === undefined ? [] : [`Error Type: ${errorType}`]),
  ].join('\t');
}

/** The line for an invocation that used up its time. */
export function timeoutLine(requestId: string, timeoutMs: number): string {
  return `${new Date().toISOString()} ${requestId} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
}
