/**
 * The error type that Lambda reports for Lambda-Runtime-Function-Error-Type: it keeps values of the form
 * `Category.Reason` with one of its two categories. The form may be anywhere in the value: the pattern in AWS's Runtime
 * Interface Emulator has no anchors (internal/lambda/fatalerror/fatalerror.go,
 * GetValidRuntimeOrFunctionErrorType), so `My Function.Oops!` is kept unchanged.
 */
export function permittedErrorType(value: string | undefined): string {
  if (value === undefined) return 'Runtime.Unknown';
  if (/(Runtime|Function)\.[A-Z][a-zA-Z]+/.test(value)) return value;
  return value.startsWith('Function.') ? 'Function.Unknown' : 'Runtime.Unknown';
}
