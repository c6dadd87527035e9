import os from 'node:os';

import type { Language } from '../../scaffold/catalog/language.ts';
import { docker } from '../../lambda/docker/docker.ts';
import { languageBench } from './language-bench.ts';

/** What a reader must know to compare: each a name and a value. */
export type Fact = [name: string, value: string];

/** `load` is how many processes wanted a processor in the minute before the run. */
export async function machineFacts(languages: readonly Language[], load: number): Promise<Fact[]> {
  const cpus = os.cpus();
  return [
    ['Date', new Date().toISOString().slice(0, 10)],
    ['Processor', `${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown'}, ${process.arch}`],
    ['Memory', `${(os.totalmem() / 2 ** 30).toFixed(1)} GiB`],
    ['Kernel', `${os.type()} ${os.release()}`],
    ['Load before the run', load.toFixed(2)],
    ['Docker Engine', await docker('version', '--format', '{{.Server.Version}}')],
    ...(await Promise.all(languages.map(languageFact))),
  ];
}

async function languageFact({ id, title, versions }: Language): Promise<Fact> {
  const { buildImage } = versions[0];
  const command = languageBench(id)?.version;
  const version =
    command === undefined
      ? versions[0].version
      : await docker('run', '--rm', '--entrypoint', 'sh', buildImage, '-c', command);
  const label = '{{index .Config.Labels "lambda-container.stand-in"}}';
  const isStandIn = (await docker('image', 'inspect', '--format', label, buildImage)) !== '';
  const origin = isStandIn ? 'stand-in for' : 'official';
  return [title, `${version.trim()}, ${origin} image \`${buildImage}\``];
}
