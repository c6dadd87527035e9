import { commandLimitMs, DockerError, runDocker } from './docker.ts';

/** Facts of the engine: the processors that a container can use, and the address of this machine for containers. */
export interface Engine {
  processors: number;
  /** The address of this machine in the network of the containers, if the engine runs on it. */
  gateway: string | undefined;
}

let known: Promise<Engine> | undefined;

/** Queried once per process. Rejects with a DockerError if there is no engine. */
export function engine(limitMs = commandLimitMs): Promise<Engine> {
  known ??= ask(limitMs);
  known.catch(() => {
    known = undefined;
  });
  return known;
}

async function ask(limitMs: number): Promise<Engine> {
  const ofNetwork = '{{range .IPAM.Config}}{{println .Gateway}}{{end}}';
  const [info, network] = await Promise.all([
    runDocker(['info', '--format', '{{.NCPU}}'], { limitMs }),
    runDocker(['network', 'inspect', 'bridge', '--format', ofNetwork], { limitMs }),
  ]);
  const processors = Number(info.stdout);
  if (!(processors > 0)) {
    throw new DockerError(`Expected docker info to print a number, found: ${info.stdout}`, {
      command: 'info',
    });
  }
  const gateways = network.stdout.split('\n').map((line) => line.trim());
  // With IPv6, there are two gateways.
  return {
    processors,
    gateway: gateways.find((each) => /^\d+(\.\d+){3}$/.test(each)),
  };
}
