/** Whether the runtime is to be broken in one of these ways. Unless DEFECT says so, it keeps every promise. */
export const hasDefect = (...defects: string[]): boolean =>
  defects.includes(process.env['DEFECT'] ?? '');
