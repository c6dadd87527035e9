/** Whether there is somebody to ask. */
export function isInteractive(): boolean {
  const { CI } = process.env;
  const isCi = CI !== undefined && CI !== '' && CI !== 'false';
  return process.stdin.isTTY && !isCi;
}
