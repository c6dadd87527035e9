export function late(): string {
  return 'late';
}
