import type { InvocationResult } from '../runtime-api/invocation-result.ts';
import type { InvokeOptions } from '../runtime-api/invocation.ts';
import { endLine, reportLine, startLine } from '../sandbox/report.ts';
import type { SandboxInvocation } from '../sandbox/sandbox.ts';
import type { ExecutionEnvironments } from './execution-environments.ts';
import { ServiceError } from './service-error.ts';

/** What the API tells of a function. */
export interface FunctionFacts {
  readonly name: string;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

/** A function that this machine can invoke. */
export interface LocalFunction extends FunctionFacts {
  /**
   * Waits until an execution environment is free. Resolves also with errors of the function; rejects with a ServiceError if
   * there is no execution environment to be had.
   */
  invoke(event: Uint8Array, options: LocalInvokeOptions): Promise<LocalInvocation>;
}

export interface LocalInvokeOptions extends InvokeOptions {
  readonly requestId: string;
  /** What invokes it, in a few words, such as `Invoke` or `GET /orders`. */
  readonly source: string;
  /** Called when it gets the event: before, it may have waited for an execution environment. */
  readonly onDelivered?: () => void;
}

export interface LocalInvocation {
  readonly result: InvocationResult;
  /**
   * The output of the function during the invocation, between Lambda's own lines. It is complete a moment after the result.
   * Rejects if the execution environment is lost before.
   */
  readonly log: () => Promise<string>;
}

/** Learns of the invocations of a function. */
export interface InvocationObserver {
  /** An execution environment gets the event. */
  onStarted(environment: number, event: Uint8Array, options: LocalInvokeOptions): void;
  /** Its log is complete. */
  onEnded(environment: number, invocation: SandboxInvocation): void;
  /** There is no execution environment to be had or, if it has a number, it was lost. */
  onFailed(environment: number | undefined, requestId: string, error: unknown): void;
}

/** A function in execution environments of an image. */
export function createLocalFunction(
  facts: FunctionFacts,
  environments: ExecutionEnvironments,
  observer: InvocationObserver,
): LocalFunction {
  return {
    ...facts,
    async invoke(event, options) {
      const { requestId, source: _, onDelivered = () => {}, ...invokeOptions } = options;
      let environment: number | undefined;
      function failed(error: unknown): void {
        observer.onFailed(environment, requestId, error);
      }
      const invoked = environments.invoke(event, {
        ...invokeOptions,
        requestId,
        onStarted(number) {
          environment = number;
          observer.onStarted(number, event, options);
          onDelivered();
        },
      });
      // Also if it is lost after its response.
      void invoked
        .then(({ ended }) => ended)
        .then((invocation) => observer.onEnded(environment!, invocation), failed);
      const { result, ended } = await invoked.catch(serviceException);
      return {
        result,
        async log() {
          const { log, report } = await ended;
          return `${startLine(requestId)}\n${endedLine(log)}${endLine(requestId)}\n${reportLine(report)}\n`;
        },
      };
    },
  };
}

function serviceException(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  throw new ServiceError('ServiceException', message, { cause: error });
}

function endedLine(log: string): string {
  return log === '' || log.endsWith('\n') ? log : `${log}\n`;
}
