/**
 * Whether the runtime is to be broken as the case of this id would find it. Unless DEFECT says so, it keeps
 * every promise.
 */
export const hasDefect = (...caseIds: string[]): boolean =>
  caseIds.includes(process.env['DEFECT'] ?? '');
