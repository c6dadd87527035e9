import { docker } from '../../../lambda/docker/docker.ts';

/** Names and values of what a function finds in its container. */
export type Facts = Readonly<Record<string, string>>;

/** Parses the output of the probe, and adds what `docker inspect` tells of its container. */
export async function observe(output: string, container: string): Promise<Facts> {
  const lines = output.split('\n').filter((line) => line.includes('\t'));
  const facts = lines.map((line) => {
    const [name, value] = line.split('\t') as [string, string];
    return [withoutMachine(name), value] as const;
  });
  const host = ['IpcMode', 'Memory', 'MemorySwap', 'PidsLimit'];
  const format = host.map((name) => `{{json .HostConfig.${name}}}`).join(' ');
  const values = (await docker('inspect', '--format', format, container)).split(' ');
  return {
    ...Object.fromEntries(facts),
    ...Object.fromEntries(
      host.map((name, index) => [`host ${name}`, values[index]!.replaceAll('"', '')]),
    ),
  };
}

/** What is mounted there depends on the kernel and the version of the engine. */
function withoutMachine(name: string): string {
  return name.replace(/^mount (\/proc|\/sys)\/.*/, 'mounts within $1');
}
