import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { docker } from '../../lambda/docker/docker.ts';
import { engine } from '../../lambda/docker/engine.ts';
import { startSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import { combinations } from '../docker/combinations.ts';
import { edit } from '../docker/edit-project.ts';
import { generateProject, type Project } from '../docker/project.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { codeBlock } from './code-block.ts';

const csv = 'date,cases\r\n2026-11-02,998\r\n2026-11-03,1289\r\n';

test('docs/events.md: CovidPager writes a metric from a file that it gets over TLS', async () => {
  const combination = combinations.find(({ language }) => language === 'elixir')!;
  await using project = await generateProject({ ...combination, name: 'covid-pager' });
  await applyDocs(project);
  const image = await project.build('function');

  const host = (await engine()).gateway ?? '127.0.0.1';
  using certificate = await certificateFor(host);
  await using server = await serveCsv(host, certificate.path);
  const event = JSON.stringify({ url: `https://${host}:${server.port}/cases.csv` });

  const trusting = await trust(project, image, certificate.path);
  await using sandbox = await startSandbox({ image: trusting, timeoutMs: 60_000 });
  const { result, log } = await sandbox.invoke(event);
  expect(result.error).toBeUndefined();
  expect(JSON.parse(result.body.toString())).toEqual({ date: '2026-11-03', cases: 1289 });
  const metrics = log.split('\n').filter((line) => line.startsWith('{"'));
  expect(metrics.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      NewCases: 1289,
      _aws: {
        Timestamp: expect.any(Number) as number,
        CloudWatchMetrics: [
          {
            Namespace: 'CovidPager',
            Dimensions: [[]],
            Metrics: [{ Name: 'NewCases', Unit: 'Count' }],
          },
        ],
      },
    },
  ]);

  // An authority that the image does not have is not trusted.
  await using distrusting = await startSandbox({ image, timeoutMs: 60_000 });
  const refused = await distrusting.invoke(event);
  expect(refused.result.error?.payload.toString()).toContain('unknown_ca');
});

async function applyDocs(project: Project): Promise<void> {
  await writeFile(
    path.join(project.directory, 'lib/covid_pager.ex'),
    codeBlock('events.md', 'elixir'),
  );
  const [removed, added] = codeBlock('events.md', 'diff').split('\n');
  await edit(project, 'mix.exs', removed!.slice(1), added!.slice(1));
}

/** An authority, and a certificate for an IP address that it has signed, each with its key. */
async function certificateFor(address: string): Promise<ReturnType<typeof temporaryDirectory>> {
  const directory = temporaryDirectory();
  async function create(name: string, ...flags: string[]): Promise<void> {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...files];
    await execa('openssl', [...request, ...flags], { cwd: directory.path });
  }
  await create('authority', '-subj', '/CN=authority');
  const authority = ['-CA', 'authority.pem', '-CAkey', 'authority.key'];
  const extensions = [`subjectAltName=IP:${address}`, 'basicConstraints=CA:FALSE'];
  const addresses = extensions.flatMap((each) => ['-addext', each]);
  await create('server', ...authority, '-subj', '/CN=server', ...addresses);
  return directory;
}

async function serveCsv(
  host: string,
  certificate: string,
): Promise<AsyncDisposable & { port: number }> {
  const [key, cert] = ['server.key', 'server.pem'].map((file) =>
    readFileSync(path.join(certificate, file)),
  );
  const server = createServer({ key, cert }, (_request, response) => response.end(csv));
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** The image with no authority but this one. */
async function trust(project: Project, image: string, certificate: string): Promise<string> {
  const trusting = `${image}-trusting`;
  const dockerfile = `FROM ${image}\nCOPY authority.pem /etc/ssl/certs/ca-certificates.crt\n`;
  await writeFile(path.join(certificate, 'Dockerfile'), dockerfile);
  await docker('build', ...project.buildFlags, '--tag', trusting, certificate);
  return trusting;
}
