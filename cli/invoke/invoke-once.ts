import type { SandboxInvocation } from '../../lambda/sandbox/sandbox.ts';
import { startSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import { refusedByDocker } from '../docker-refusal.ts';
import { refusedStart } from './refused-start.ts';
import type { Settings } from './settings.ts';

export interface Invoked {
  readonly invocation: SandboxInvocation;
  /** Whether the image asked for an event at all. */
  readonly hasAsked: boolean;
}

/** Starts the image, hands it the event, and removes it. Throws a CliError if it cannot be started. */
export async function invokeOnce(settings: Settings, event: Buffer): Promise<Invoked> {
  const { image } = settings;
  function onLog(text: string) {
    process.stderr.write(text);
  }
  try {
    await using sandbox = await startSandbox({ ...settings, onLog });
    const refusal = sandbox.init.ending?.refusal;
    if (refusal !== undefined) throw refusedStart(refusal, image);
    const invocation = await sandbox.invoke(event);
    return { invocation, hasAsked: sandbox.runtimeApi.wasCalled() };
  } catch (error) {
    throw refusedByDocker(error, image);
  }
}
