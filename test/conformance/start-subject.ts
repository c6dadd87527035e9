import type { SandboxOptions } from '../../lambda/sandbox/sandbox.ts';
import { startSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import type { Handlers } from './function-under-test.ts';
import type { Subject } from './subject.ts';
import { taken } from './taken.ts';
import { createTranscript } from './transcript.ts';

/** What differs from the environment that most cases run in. */
export type ExecutionEnvironmentNeeds = Omit<
  Partial<SandboxOptions>,
  'image' | 'command' | 'onLog'
> & {
  handler?: keyof Handlers;
};

export const functionName = 'conformance';

/** One whole vCPU; and time enough for a machine that has other things to do. */
const timeoutMs = 60_000;
const usual = { memoryMb: 1769, timeoutMs, functionName };

/** Starts the function under test in an execution environment as a case needs it. */
export async function startSubject(
  image: string,
  handlers: Handlers,
  { handler = 'handler', ...needs }: ExecutionEnvironmentNeeds = {},
): Promise<Subject> {
  const transcript = createTranscript();
  const sandbox = await startSandbox({
    ...usual,
    ...needs,
    image,
    command: [handlers[handler]!],
    onLog: transcript.add,
  });
  const invoke: Subject['invoke'] = (event, options) =>
    taken(sandbox.invoke(event, options), options?.timeoutMs ?? timeoutMs);
  return {
    sandbox,
    invoke,
    async send(event) {
      const { result } = await invoke(event);
      return { body: result.body.toString(), isError: result.error !== undefined };
    },
    log: transcript.all,
    line: transcript.line,
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}
