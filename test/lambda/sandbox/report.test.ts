import { expect, test } from 'vitest';

import { initReportLine, reportLine, timeoutLine } from '../../../lambda/sandbox/report.ts';

const report = { requestId: 'r-1', durationMs: 1.239, memoryMb: 128, maxMemoryMb: 36.4 };

test('a report has the parts of Lambda, with tabs between them', () => {
  expect(reportLine(report).split('\t')).toStrictEqual([
    'REPORT RequestId: r-1',
    'Duration: 1.24 ms',
    'Billed Duration: 2 ms',
    'Memory Size: 128 MB',
    'Max Memory Used: 37 MB',
  ]);
});

test('init is billed with the first invocation', () => {
  expect(reportLine({ ...report, initDurationMs: 50.5 })).toContain(
    'Billed Duration: 52 ms\tMemory Size: 128 MB\tMax Memory Used: 37 MB\tInit Duration: 50.50 ms',
  );
});

test('a failure has a status and a type', () => {
  const failed = { ...report, status: 'error' as const, errorType: 'Runtime.ExitError' };
  expect(reportLine(failed)).toMatch(/\tStatus: error\tError Type: Runtime\.ExitError$/);
  expect(initReportLine({ durationMs: 10_000, phase: 'init', status: 'timeout' })).toBe(
    'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout',
  );
});

test('what is not known is left out', () => {
  const { maxMemoryMb: _, ...unknown } = report;
  expect(reportLine(unknown)).not.toContain('Max Memory');
});

test('a time-out says when, who, and how long', () => {
  expect(timeoutLine('r-1', 3000)).toMatch(
    /^\d{4}-\d\d-\d\dT[\d:.]+Z r-1 Task timed out after 3\.00 seconds$/,
  );
});
