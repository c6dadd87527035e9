import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { beforeAll, afterAll, describe, test } from 'vitest';

import { docker } from '../../lambda/docker/docker.ts';
import { engine } from '../../lambda/docker/engine.ts';
import { forget, watch } from '../../lambda/docker/reaper.ts';
import { startSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import { type Moto, startMoto } from '../deploy/terraform/start-moto.ts';
import { buildDirectory } from '../docker/build-directory.ts';
import { combinations, isFullMatrix } from '../docker/combinations.ts';
import { generateProject } from '../docker/project.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { codeBlocks } from './code-block.ts';

const languages = [
  { language: 'python', block: 'python', file: 'app.py' },
  { language: 'nodejs', block: 'js', file: 'app.js' },
  { language: 'elixir', block: 'elixir', file: 'lib/hello.ex' },
  { language: 'typescript', block: 'ts', file: 'src/app.ts' },
  { language: 'erlang', block: 'erlang', file: 'src/hello.erl' },
  { language: 'bash', block: 'bash', file: 'function.sh' },
  { language: 'go', block: 'go', file: 'internal/hello/hello.go' },
  { language: 'java', block: 'java', file: 'src/main/java/com/example/Handler.java' },
  { language: 'rust', block: 'rust', file: 'src/hello.rs' },
];
const tested = isFullMatrix ? languages : languages.slice(0, 3);

/** They need packages from registries, and a server. */
const clients = [
  {
    language: 'python',
    block: 'python',
    file: 'app.py',
    add: ['uv', 'add', '--no-sync', '--no-cache', 'valkey'],
  },
  { language: 'nodejs', block: 'javascript', file: 'app.js', add: ['npm', 'install', 'iovalkey'] },
];

let account: Moto;
beforeAll(async () => {
  account = await startMoto((await engine()).gateway);
});
afterAll(async () => {
  await account?.[Symbol.asyncDispose]();
});

describe.concurrent('docs/state.md', () => {
  test.for(tested)(
    '$language: an order is taken once',
    async ({ language, block, file }, { expect }) => {
      const combination = combinations.find((each) => each.language === language)!;
      // Functions with this event have a client of DynamoDB.
      await using project = await generateProject({
        ...combination,
        name: 'hello',
        event: 'websocket',
      });
      await writeFile(path.join(project.directory, file), codeBlocks('state.md', block)[0]!);
      const image = await project.build('function');
      await createTable(language);
      const env = {
        ...account.env,
        AWS_DEFAULT_REGION: account.env['AWS_REGION']!,
        AWS_SESSION_TOKEN: 'token',
        STATE_TABLE_NAME: language,
      };
      await using sandbox = await startSandbox({ image, env, memoryMb: 1769, timeoutMs: 60_000 });
      async function take(orderId: string): Promise<unknown> {
        const { result } = await sandbox.invoke(JSON.stringify({ orderId }));
        return JSON.parse(result.body.toString());
      }

      expect(await take('o-17')).toEqual({ status: 'accepted' });
      await sandbox.freeze();
      await sandbox.thaw();
      expect(await take('o-17')).toEqual({ status: 'duplicate' });
      expect(await take('o-18')).toEqual({ status: 'accepted' });
    },
  );

  test.for(isFullMatrix ? clients : [])(
    '$language: visits are counted, also after a lost connection',
    async ({ language, block, file, add }, { expect }) => {
      const combination = combinations.find((each) => each.language === language)!;
      await using project = await generateProject({ ...combination, name: 'hello' });
      await writeFile(path.join(project.directory, file), codeBlocks('state.md', block).at(-1)!);
      const build = await project.build('build');
      const mount = ['--volume', `${project.directory}:/src`, '--workdir', '/src'];
      await docker('run', '--rm', ...mount, build, ...add);
      const image = await project.build('function');
      await using server = await startValkey();
      await using sandbox = await startSandbox({
        image,
        env: { REDIS_URL: server.url },
        memoryMb: 1769,
        timeoutMs: 60_000,
      });
      async function visit(): Promise<unknown> {
        const { result } = await sandbox.invoke('{"page":"home"}');
        return JSON.parse(result.body.toString());
      }

      expect(await visit()).toEqual({ visits: 1 });
      await sandbox.freeze();
      await server.closeConnections();
      await sandbox.thaw();
      expect(await visit()).toEqual({ visits: 2 });
    },
  );
});

/** A server without TLS, where containers reach it. */
async function startValkey() {
  using directory = temporaryDirectory({
    Dockerfile:
      'FROM debian:trixie-slim\nRUN apt-get update && apt-get install --yes --no-install-recommends valkey-server\n',
  });
  const image = await buildDirectory(directory.path);
  const container = `lambda-container-test-${randomUUID()}`;
  watch(container);
  const host = (await engine()).gateway ?? '127.0.0.1';
  const flags = ['--detach', '--name', container, '--publish', `${host}::6379`];
  await docker('run', ...flags, image.name, 'valkey-server', '--protected-mode', 'no');
  const address = await docker('port', container, '6379');
  return {
    url: `redis://${address.trim()}`,
    closeConnections: () =>
      docker('exec', container, 'valkey-cli', 'client', 'kill', 'type', 'normal'),
    async [Symbol.asyncDispose]() {
      await docker('rm', '--force', container);
      forget(container);
      await image[Symbol.asyncDispose]();
    },
  };
}

/** A table with the keys that `--state dynamodb` gives it. */
async function createTable(name: string): Promise<void> {
  const keys = { pk: 'HASH', sk: 'RANGE' };
  const response = await fetch(account.env['AWS_ENDPOINT_URL']!, {
    method: 'POST',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-central-1/dynamodb/aws4_request',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.CreateTable',
    },
    body: JSON.stringify({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: Object.keys(keys).map((key) => ({
        AttributeName: key,
        AttributeType: 'S',
      })),
      KeySchema: Object.entries(keys).map(([key, type]) => ({ AttributeName: key, KeyType: type })),
    }),
  });
  if (!response.ok) throw new Error(await response.text());
}
