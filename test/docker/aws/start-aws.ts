import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

import { engine } from '../../../lambda/docker/engine.ts';
import { findBotocore } from './find-botocore.ts';

const server = fileURLToPath(new URL('server.py', import.meta.url));

/** A request that has come. `service` is null if its signature is not the one of botocore. */
export interface AwsRequest {
  service: string | null;
  method: string;
  path: string;
  status: number;
  body: string;
  /** Differs for each connection. */
  connection: number;
}

/** A stand-in for services of AWS, which verifies signatures. */
export interface Aws {
  url: string;
  /** Variables of a function that uses it. */
  env: Record<string, string>;
  requests: AwsRequest[];
  [Symbol.asyncDispose](): Promise<void>;
}

export interface AwsOptions {
  /** Those in S3: paths and contents. */
  objects?: Record<string, string>;
  /** For https. */
  certificate?: { file: string; key: string };
}

/** Starts it where containers reach it. */
export async function startAws({ objects = {}, certificate }: AwsOptions = {}): Promise<Aws> {
  const host = (await engine()).gateway ?? '127.0.0.1';
  const tls = certificate === undefined ? [] : [certificate.file, certificate.key];
  const process = execa('python3', [server, host, JSON.stringify(objects), ...tls], {
    env: { PYTHONPATH: await findBotocore() },
    buffer: { stdout: false },
  });
  const lines = createInterface({ input: process.stdout });
  const [port] = await Promise.race([once(lines, 'line') as Promise<[string]>, failed(process)]);
  const requests: AwsRequest[] = [];
  lines.on('line', (line) => requests.push(JSON.parse(line)));
  const url = `${certificate === undefined ? 'http' : 'https'}://${host}:${port}`;
  return {
    url,
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret/with+signs',
      AWS_SESSION_TOKEN: 'session/token==',
    },
    requests,
    async [Symbol.asyncDispose]() {
      process.kill();
      await process.catch(() => {});
    },
  };
}

async function failed(process: Promise<unknown>): Promise<never> {
  await process;
  throw new Error('The stand-in for AWS ended before it printed its port.');
}
