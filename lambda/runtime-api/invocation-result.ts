/** The result that the caller of a function gets. */
export interface InvocationResult {
  requestId: string;
  /** The response or the JSON of the error. For a streamed response: what was received, unless `onChunk` is set. */
  body: Buffer;
  contentType: string;
  isStreamed: boolean;
  /** Set if the function, its runtime or Lambda reported an error. */
  error?: FunctionError;
}

export interface FunctionError {
  /** `Category.Reason`, such as `Function.ResponseSizeTooLarge`. */
  type: string;
  /** The JSON of the error. For a stream that failed midway it is not in `body`. */
  payload: Buffer;
  /** Lambda-Runtime-Function-XRay-Error-Cause, truncated as on Lambda. */
  xrayCause?: string;
}

/** An error that the runtime reported. */
export function reportedError(
  requestId: string,
  contentType: string,
  error: FunctionError,
): InvocationResult {
  return {
    requestId,
    body: error.payload,
    contentType,
    isStreamed: false,
    error,
  };
}

/** An error that Lambda reports because the runtime did not. */
export function platformError(
  requestId: string,
  type: string,
  errorMessage: string,
): InvocationResult {
  const payload = Buffer.from(JSON.stringify({ errorType: type, errorMessage }));
  return reportedError(requestId, 'application/json', { type, payload });
}

/** The result of an invocation that timed out. */
export function timedOut(requestId: string, timeoutMs: number): InvocationResult {
  return platformError(
    requestId,
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  );
}

/** The result of an invocation whose runtime exited; `reason` as in Lambda's messages: `exit status 1`, `signal: killed`. */
export function runtimeExit(requestId: string, reason: string | undefined): InvocationResult {
  return platformError(
    requestId,
    'Runtime.ExitError',
    `RequestId: ${requestId} Error: ${
      reason === undefined
        ? 'Runtime exited without providing a reason'
        : `Runtime exited with error: ${reason}`
    }`,
  );
}

/** The result of an invocation that ended because an extension reported an error and exited. */
export function extensionExit(
  requestId: string,
  type: string,
  reason = 'exit code 0',
): InvocationResult {
  return platformError(requestId, type, `RequestId: ${requestId} Error: ${reason}`);
}
