import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { forget, watch } from '../../lambda/docker/reaper.ts';
import { docker } from '../../lambda/docker/docker.ts';
import type { AwsStandIn } from './aws-stand-in.ts';
import { sandbox } from './sandbox.ts';

const invocationsPath = '/2015-03-31/functions/function/invocations';

/** A running `local` image: RIE and the function, under Lambda's restrictions. */
export interface Container {
  /** Posts an event as curl does, and returns the body of the response. */
  invoke(event: string): Promise<string>;
  /** Everything the container has printed. */
  logs(): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts the image with the handler that its CMD names, or with another one. */
export function startContainer(image: string, ...handler: string[]): Promise<Container> {
  return start(image, handler, undefined);
}

/** Starts the image with that handler, next to a stand-in for AWS if there is one. */
export function startWithAws(
  image: string,
  handler: string,
  aws: AwsStandIn | undefined,
): Promise<Container> {
  return start(image, [handler], aws);
}

async function start(
  image: string,
  handler: readonly string[],
  aws: AwsStandIn | undefined,
): Promise<Container> {
  const network = aws?.flags ?? ['--publish', '127.0.0.1::8080'];
  const name = `lambda-container-test-${randomUUID()}`;
  // A test run that is killed leaves nothing behind.
  watch(name);
  await docker('run', '--detach', '--name', name, ...network, ...sandbox, image, ...handler);
  const address = (await docker('port', aws?.container ?? name, '8080')).split('\n')[0];
  await untilConnected(`http://${address}/`);

  return {
    async invoke(event) {
      const response = await fetch(`http://${address}${invocationsPath}`, {
        method: 'POST',
        body: event,
      });
      return response.text();
    },
    logs: () => docker('logs', name),
    async [Symbol.asyncDispose]() {
      await docker('rm', '--force', name);
      forget(name);
    },
  };
}

// RIE responds with 404 on the root path; until it listens, the port forwarder drops the connection.
async function untilConnected(url: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      // A minute: the machine may have much else to do.
      if (attempt === 1200) {
        throw new Error(`The container does not respond at ${url}`, { cause: error });
      }
      await sleep(50);
    }
  }
}

/** The response of an image to an event, as JSON. */
export async function answer(image: string, event: unknown): Promise<unknown> {
  await using container = await startContainer(image);
  return JSON.parse(await container.invoke(JSON.stringify(event)));
}
