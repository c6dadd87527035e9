import {
  type InvokeApi,
  type InvokeApiOptions,
  startInvokeApi,
} from '../../lambda/invoke-api/start-invoke-api.ts';
import { CliError, exitCode } from '../../terminal/cli-error.ts';
import type { DevSettings } from './settings.ts';

/** Starts the Invoke API where the settings say. Throws a CliError if that cannot be. */
export async function listen(
  { port, host, allowedHosts }: DevSettings,
  served: Pick<InvokeApiOptions, 'functions' | 'asynchronous' | 'others' | 'onError'>,
): Promise<InvokeApi> {
  try {
    return await startInvokeApi({
      ...served,
      port,
      ...(host !== undefined && { hosts: [host] }),
      allowedHosts: host === undefined ? allowedHosts : [host, ...allowedHosts],
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new CliError(exitCode.failed, {
        problem: `Expected port ${port} to be free, found another process that listens there.`,
        fix: `Stop that, or choose another port: --port ${port + 1}`,
      });
    }
    throw new CliError(exitCode.usage, {
      problem: `Expected an address of this machine with a port that you may use, found ${host ?? 'localhost'}:${port}: ${message}`,
      fix: 'Leave out --host, and choose a --port over 1023.',
    });
  }
}
