import { ServiceError } from '../invoke-api/service-error.ts';

/** The most that a message or an event may have, in bytes (quotas of SQS, SNS, EventBridge and of asynchronous invocations). */
const maxBytes = 1_048_576;

/** The text of a message, which must not be empty. Throws a ServiceError. */
export function textOf(data: Buffer, what: string): string {
  if (data.length === 0 || data.length > maxBytes) {
    throw new ServiceError(
      'InvalidRequestContentException',
      `Expected ${what} of 1 to ${maxBytes} bytes, found ${data.length}.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new ServiceError(
      'InvalidRequestContentException',
      `Expected ${what} in UTF-8, found other bytes. Encode them in Base64.`,
    );
  }
}
