/** Whether a path is where Erlang/OTP applications have their native code. */
export function isNif(path: string): boolean {
  return path.endsWith('.so') && path.includes('/priv/');
}
