/** What the caller of a function gets. */
export interface InvocationResult {
  requestId: string;
  /** The response or the JSON of the error; of a streamed response what came, unless `onChunk` took it. */
  body: Buffer;
  contentType: string;
  isStreamed: boolean;
  /** Set if the function failed, or something did for it. */
  error?: FunctionError;
}

export interface FunctionError {
  /** `Category.Reason`, such as `Function.ResponseSizeTooLarge`. */
  type: string;
  /** The JSON of the error. That of a stream that failed half-way is not in `body`. */
  payload: Buffer;
  /** Lambda-Runtime-Function-XRay-Error-Cause, cut to what Lambda keeps. */
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

/** An error that Lambda reports, since the runtime did not or could not. */
export function platformError(
  requestId: string,
  type: string,
  errorMessage: string,
): InvocationResult {
  const payload = Buffer.from(JSON.stringify({ errorType: type, errorMessage }));
  return reportedError(requestId, 'application/json', { type, payload });
}

/** For a function that has used up its time. */
export function timedOut(requestId: string, timeoutMs: number): InvocationResult {
  return platformError(
    requestId,
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  );
}

/** For a runtime that ended with an invocation at hand; `reason` as Lambda has it: `exit status 1`, `signal: killed`. */
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

/** For an extension that has reported an error, and whose end has ended the runtime. */
export function extensionExit(
  requestId: string,
  type: string,
  reason = 'exit code 0',
): InvocationResult {
  return platformError(requestId, type, `RequestId: ${requestId} Error: ${reason}`);
}
