import type { InvokeOptions } from '../../lambda/runtime-api/invocation.ts';
import type { Sandbox, SandboxInvocation } from '../../lambda/sandbox/sandbox.ts';

/** What the caller of a function gets. */
export interface Reply {
  body: string;
  /** Whether it is an error; undefined where nobody tells, as through the Runtime Interface Emulator. */
  isError: boolean | undefined;
}

/** A function that can be called, and nothing else. */
export interface Caller {
  send(event: string): Promise<Reply>;
}

/** A function in an execution environment of its own. */
export type Subject = Caller & {
  sandbox: Sandbox;
  invoke(event: string | Uint8Array, options?: InvokeOptions): Promise<SandboxInvocation>;
  /** All that the function has written since its start, as far as it has come. */
  log(): string;
  /** The first whole line with this text, as soon as the function has written it. */
  line(text: string | RegExp): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
};
