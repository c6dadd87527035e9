import { type SandboxInvocation, startSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import { refusedByDocker, refusedStart } from './refusal.ts';
import type { Settings } from './settings.ts';

/** Starts the image, hands it the event, and removes it. Throws a CliError if it cannot be started. */
export async function invokeOnce(settings: Settings, event: Buffer): Promise<SandboxInvocation> {
  const { image } = settings;
  const onLog = (text: string) => void process.stderr.write(text);
  const sandbox = await startSandbox({ ...settings, onLog }).catch((error: unknown) => {
    throw refusedByDocker(error, image);
  });
  try {
    const refusal = sandbox.init.ending?.refusal;
    if (refusal !== undefined) throw refusedStart(refusal, image);
    return await sandbox.invoke(event);
  } finally {
    await sandbox[Symbol.asyncDispose]();
  }
}
