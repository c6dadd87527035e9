import { commandLine } from '../../programs/command-line.ts';
import { runDocker } from '../../lambda/docker/docker.ts';
import type { Sandbox } from '../../lambda/sandbox/sandbox.ts';

/** Why the Runtime API was never called, as far as it is known, and what to do about it. */
export async function neverAsked({ init, container }: Sandbox): Promise<string> {
  if (await hasExtensions(container)) {
    return (
      'The image never asked for an event. It has extensions in /opt/extensions, which are not started here: one of ' +
      'them may take the events, as the Lambda Web Adapter does.'
    );
  }
  if (init.ending !== undefined) {
    return init.log.trim() === ''
      ? 'It ended before it asked for an event, and logged nothing. Check that it starts a runtime interface client.'
      : 'It ended before it asked for an event. Its log is above.';
  }
  return (
    'The image never asked for an event. Check that it starts a runtime interface client, and that no firewall keeps ' +
    'containers from reaching this machine.'
  );
}

/** Asks the engine, because the image is not read otherwise. */
async function hasExtensions(container: string): Promise<boolean> {
  try {
    const args = commandLine('cp', [], [`${container}:/opt/extensions`, '-']);
    const { stdout } = await runDocker(args);
    return stdout !== '';
  } catch {
    return false;
  }
}
