/**
 * What Lambda makes of Lambda-Runtime-Function-Error-Type: it keeps what has the form `Category.Reason`
 * of its own two categories. As in fatalerror.go of AWS's Runtime Interface Emulator, the form may
 * stand anywhere in the value.
 */
export const permittedErrorType = (value: string | undefined): string => {
  if (value === undefined) return 'Runtime.Unknown';
  if (/(Runtime|Function)\.[A-Z][a-zA-Z]+/.test(value)) return value;
  return value.startsWith('Function.') ? 'Function.Unknown' : 'Runtime.Unknown';
};
