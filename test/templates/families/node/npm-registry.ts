import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { execa } from 'execa';

import { docker } from '../../../../lambda/docker/docker.ts';

/** A registry on this machine. */
export interface NpmRegistry {
  /** `ADDRESS:PORT`, which builds can reach. */
  host: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Serves one package, to those who have the token, as npm's registry does. */
export async function startNpmRegistry(options: {
  name: string;
  token: string;
  module: string;
  postinstall?: string;
}): Promise<NpmRegistry> {
  const archive = await packageArchive(options.name, options.module, options.postinstall);
  const server = createServer(({ url, headers }, response) => {
    if (headers.authorization !== `Bearer ${options.token}`) response.writeHead(401).end();
    else if (url!.endsWith('.tgz')) response.end(archive);
    else response.end(description(options, `http://${headers.host}/archive.tgz`));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '0.0.0.0', resolve);
  });
  return {
    host: `${await gateway()}:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function gateway(): Promise<string> {
  return docker(
    ...['network', 'inspect', 'bridge', '--format', '{{(index .IPAM.Config 0).Gateway}}'],
  );
}

/** A package as `npm pack` makes it. */
export async function packageArchive(
  name: string,
  module: string,
  postinstall?: string,
): Promise<Buffer> {
  const parent = await mkdtemp(path.join(tmpdir(), 'lambda-container-'));
  try {
    await mkdir(path.join(parent, 'package'));
    const scripts = { postinstall };
    const manifest = { name, version: '1.0.0', type: 'module', exports: './index.js', scripts };
    await writeFile(path.join(parent, 'package/package.json'), JSON.stringify(manifest));
    await writeFile(path.join(parent, 'package/index.js'), module);
    await execa('tar', ['-czf', 'package.tgz', 'package'], { cwd: parent });
    return await readFile(path.join(parent, 'package.tgz'));
  } finally {
    await rm(parent, { recursive: true });
  }
}

/** Source of the form: https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md */
function description(
  { name, postinstall }: { name: string; postinstall?: string },
  tarball: string,
): string {
  const hasInstallScript = postinstall !== undefined;
  const version = '1.0.0';
  return JSON.stringify({
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { name, version, hasInstallScript, dist: { tarball } } },
  });
}
