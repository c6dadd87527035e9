import type { SandboxInvocation } from '../../lambda/sandbox/sandbox.ts';
import { startSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import { refusedByDocker } from '../docker-refusal.ts';
import { neverAsked } from './never-asked.ts';
import { refusedStart } from './refused-start.ts';
import type { Settings } from './settings.ts';

export interface Invoked {
  readonly invocation: SandboxInvocation;
  /** What to do if the image never asked for an event; empty if it did. */
  readonly advice: string;
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
    return { invocation, advice: sandbox.runtimeApi.wasCalled() ? '' : await neverAsked(sandbox) };
  } catch (error) {
    throw refusedByDocker(error, image);
  }
}
