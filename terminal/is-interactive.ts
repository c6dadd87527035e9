/** Whether questions can be asked: there is a terminal, and this is not CI. */
export function isInteractive(): boolean {
  const { CI } = process.env;
  const isCi = CI !== undefined && CI !== '' && CI !== 'false';
  return process.stdin.isTTY && !isCi;
}
