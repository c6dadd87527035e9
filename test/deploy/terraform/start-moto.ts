import path from 'node:path';

import { execa } from 'execa';

import { findTool } from '../../machine/find-tool.ts';

/** A stand-in for an account of AWS: moto's server. */
export interface Moto extends AsyncDisposable {
  /** Variables that lead Terraform there. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts it on a free port of an address of this machine. */
export async function startMoto(host = '127.0.0.1'): Promise<Moto> {
  const python = path.join(await findTool('python-tools'), 'python');
  const server = execa(python, ['-m', 'moto.server', '--host', host, '--port', '0'], {
    all: true,
    buffer: false,
    reject: false,
  });
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    server.all.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const [found] = /http:\/\/[\d.]+:\d+/.exec(printed) ?? [];
      if (found !== undefined) resolve(found);
    });
    server.all.on('end', () => reject(new Error(`moto did not start:\n${printed}`)));
  });
  return {
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    async [Symbol.asyncDispose]() {
      server.kill();
      await server;
    },
  };
}
