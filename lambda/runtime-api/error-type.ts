/**
 * What Lambda makes of Lambda-Runtime-Function-Error-Type: it keeps what has the form `Category.Reason`
 * of its own two categories. The form may stand anywhere in the value, as in AWS's Runtime Interface
 * Emulator, whose pattern has no anchors (internal/lambda/fatalerror/fatalerror.go,
 * GetValidRuntimeOrFunctionErrorType): `My Function.Oops!` is kept as it is.
 */
export function permittedErrorType(value: string | undefined): string {
  if (value === undefined) return 'Runtime.Unknown';
  if (/(Runtime|Function)\.[A-Z][a-zA-Z]+/.test(value)) return value;
  return value.startsWith('Function.') ? 'Function.Unknown' : 'Runtime.Unknown';
}
