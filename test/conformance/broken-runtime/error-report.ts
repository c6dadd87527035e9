import { hasDefect } from './defect.ts';

/** Whatever was thrown, as Lambda takes it. */
export function errorReport(thrown: unknown): string {
  const isError = thrown instanceof Error || hasDefect('error-thrown');
  const { name, message, stack = '' } = isError ? (thrown as Error) : new Error(String(thrown));
  const trace = stack.split('\n').slice(1);
  if (hasDefect('error-message-escapes')) {
    return `{"errorType":"${name}","errorMessage":"${message}"}`;
  }
  return JSON.stringify({
    errorType: hasDefect('error-type') ? 'Error' : name,
    errorMessage: hasDefect('error-message-large') ? message.slice(0, 1024) : message,
    stackTrace: hasDefect('error-stack-trace') ? stack : trace,
  });
}

/** Headers of a report. */
export function errorHeaders(type: string): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    ...(!hasDefect('error-category') && { 'Lambda-Runtime-Function-Error-Type': type }),
  };
}
