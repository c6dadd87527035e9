import { docker } from './docker.ts';

/** What the engine gives: how many processors a container can have, and where containers find this machine. */
export interface Engine {
  processors: number;
  /** The address of this machine in the network of the containers, if the engine runs on it. */
  gateway: string | undefined;
}

let known: Promise<Engine> | undefined;

/** Asked once for the whole process. Rejects with a DockerError if there is no engine. */
export function engine(): Promise<Engine> {
  known ??= ask();
  known.catch(() => {
    known = undefined;
  });
  return known;
}

async function ask(): Promise<Engine> {
  const [processors, gateway] = await Promise.all([
    docker('info', '--format', '{{.NCPU}}'),
    docker(
      'network',
      'inspect',
      'bridge',
      '--format',
      '{{range .IPAM.Config}}{{println .Gateway}}{{end}}',
    ),
  ]);
  const gateways = gateway.split('\n').map((line) => line.trim());
  // With IPv6 there are two.
  return {
    processors: Number(processors),
    gateway: gateways.find((each) => /^\d+(\.\d+){3}$/.test(each)),
  };
}
