/** Whether the runtime is to be broken in one of these ways. Unless DEFECT says so, it keeps every promise. */
export function hasDefect(...defects: string[]): boolean {
  return defects.includes(process.env['DEFECT'] ?? '');
}
