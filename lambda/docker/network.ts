import { commandLine } from '../../programs/command-line.ts';
import { type DockerOptions, runDocker } from './docker.ts';
import { handRemoval, type Owner } from './removal.ts';

const ofNetwork = '{{range .IPAM.Config}}{{println .Gateway}}{{end}}';

/** The address of the engine's machine in a network, as IPv4; undefined if it has none. */
export async function gatewayOf(
  network: string,
  options: DockerOptions,
): Promise<string | undefined> {
  const args = commandLine('network inspect', ['--format', ofNetwork], [network]);
  const { stdout } = await runDocker(args, options);
  const gateways = stdout.split('\n').map((line) => line.trim());
  // With IPv6, there are two.
  return gateways.find((each) => /^\d+(\.\d+){3}$/.test(each));
}

/**
 * Creates a network from which only the engine's machine can be reached. Its removal is handed to `owner`, before which the containers
 * in it must be removed.
 */
export async function createInternalNetwork(
  name: string,
  { limitMs, ...options }: DockerOptions & { limitMs: number },
  owner: Owner,
): Promise<void> {
  handRemoval(owner, 'network', [name], limitMs);
  await runDocker(commandLine('network create', ['--internal'], [name]), { limitMs, ...options });
}
