import { commandLine } from '../../programs/command-line.ts';
import { commandLimitMs, DockerError, type DockerOptions, runDocker } from './docker.ts';
import { gatewayOf } from './network.ts';

/** Facts of the engine: the processors that a container can use, and the address of this machine for containers. */
export interface Engine {
  processors: number;
  /** The kind of its processors, as Docker names it in images: `amd64` or `arm64`. */
  architecture: string;
  /** The address of this machine in the network of the containers, if the engine runs on it. */
  gateway: string | undefined;
}

let known: Promise<Engine> | undefined;

/** Queried once per process. Rejects with a DockerError if there is no Docker Engine. */
export function engine(limitMs = commandLimitMs): Promise<Engine> {
  known ??= ask(limitMs);
  known.catch(() => {
    known = undefined;
  });
  return known;
}

async function ask(limitMs: number): Promise<Engine> {
  const failed = new AbortController();
  const options = { limitMs, signal: failed.signal };
  const inspected = gatewayOf('bridge', options);
  // What docker info says of the engine explains more.
  inspected.catch(() => {});
  const processors = await processorsOf(options).catch((error: unknown) => {
    failed.abort();
    throw error;
  });
  return { ...processors, gateway: await inspected };
}

/** The license that Podman reports to docker (pkg/api/handlers/compat/info.go in containers/podman). */
const licenseOfPodman = 'Apache-2.0';

/** What `docker info` fails with where docker is a link to podman: it has other fields. */
const fieldsOfPodman = /can't evaluate field \w+ in type \*define\.Info/;

async function processorsOf(
  options: DockerOptions,
): Promise<Pick<Engine, 'processors' | 'architecture'>> {
  const args = commandLine('info', ['--format', '{{.NCPU}} {{.Architecture}} {{.ProductLicense}}']);
  const { stdout } = await runDocker(args, options).catch((error: unknown) => {
    throw error instanceof DockerError && fieldsOfPodman.test(error.message) ? podman() : error;
  });
  const [processors, architecture = '', license] = stdout.split(' ');
  if (license === licenseOfPodman) throw podman();
  if (!(Number(processors) > 0)) {
    throw new DockerError(`Expected docker info to print a number, found: ${stdout}`, {
      command: 'info',
    });
  }
  return {
    processors: Number(processors),
    architecture: namesInImages[architecture] ?? architecture,
  };
}

/** `docker info` has the names of the kernel. */
const namesInImages: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };

/** Its `docker start --attach` does not end with the container. */
function podman(): DockerError {
  return new DockerError('Expected the engine of Docker, found Podman.', {
    command: 'info',
    isMissing: true,
  });
}
