import type { InvocationResult } from '../runtime-api/invocation-result.ts';
import type { InvokeOptions } from '../runtime-api/invocation.ts';
import { endLine, reportLine, startLine } from '../sandbox/report.ts';
import type { SandboxInvocation } from '../sandbox/sandbox.ts';
import type { ExecutionEnvironments } from './execution-environments.ts';

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
   * Waits until an execution environment is free. Resolves also with errors of the function; rejects with a ServiceError for
   * what Lambda would refuse, and with any other error if there is no execution environment to be had.
   */
  invoke(
    event: Uint8Array,
    options: InvokeOptions & { readonly requestId: string },
  ): Promise<LocalInvocation>;
}

export interface LocalInvocation {
  readonly result: InvocationResult;
  /** The output of the function during the invocation, between Lambda's own lines. */
  readonly log: string;
}

/** A function in execution environments of an image. `onInvoked` is called before the caller gets the response. */
export function createLocalFunction(
  facts: FunctionFacts,
  environments: ExecutionEnvironments,
  onInvoked: (invocation: SandboxInvocation) => void,
): LocalFunction {
  return {
    ...facts,
    async invoke(event, options) {
      const invocation = await environments.invoke(event, options);
      onInvoked(invocation);
      const { result, log, report } = invocation;
      return {
        result,
        log: `${startLine(options.requestId)}\n${endedLine(log)}${endLine(options.requestId)}\n${reportLine(report)}\n`,
      };
    },
  };
}

function endedLine(log: string): string {
  return log === '' || log.endsWith('\n') ? log : `${log}\n`;
}
