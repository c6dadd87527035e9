import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { execa } from 'execa';

import { docker } from '../../lambda/docker/docker.ts';
import { findTool } from '../machine/find-tool.ts';
import { freePort } from './free-port.ts';

/** An image registry on this machine, which the engine takes without TLS. */
export interface Registry extends AsyncDisposable {
  /** `host:port`. */
  readonly host: string;
  /** Makes an image of the engine the one that the registry has under this name, as `python:3.14`. Gives its digest. */
  push(image: string, name: string): Promise<string>;
  /** Ends its process: from then on, it does not answer. */
  stop(): Promise<void>;
}

/** Starts it on a free port, without images. */
export async function startRegistry(): Promise<Registry> {
  const directory = await mkdtemp(path.join(tmpdir(), 'lambda-container-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const configuration = path.join(directory, 'registry.yml');
  await writeFile(
    configuration,
    `version: 0.1
storage: { filesystem: { rootdirectory: ${directory}/images } }
http: { addr: '${host}', relativeurls: true }
`,
  );
  const server = execa(await findTool('docker-registry'), ['serve', configuration], {
    all: true,
    reject: false,
  });
  const ended = server.then(({ all }) => all);
  for (;;) {
    const state = await Promise.race([ended, isAnswering(host)]);
    if (state === true) break;
    if (typeof state === 'string') throw new Error(state);
    await setTimeout(50);
  }
  return {
    host,
    async push(image, name) {
      const target = `${host}/${name}`;
      await docker('tag', image, target);
      try {
        const pushed = await docker('push', target);
        return /digest: (sha256:\w+)/.exec(pushed)![1]!;
      } finally {
        await docker('image', 'rm', target);
      }
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };

  async function stop(): Promise<void> {
    server.kill();
    await ended;
  }
}

async function isAnswering(host: string): Promise<boolean> {
  try {
    return (await fetch(`http://${host}/v2/`)).ok;
  } catch {
    return false;
  }
}
