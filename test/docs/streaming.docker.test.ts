import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, test } from 'vitest';

import { docker } from '../../lambda/docker/docker.ts';
import { engine } from '../../lambda/docker/engine.ts';
import { startSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import { combinations, isFullMatrix } from '../docker/combinations.ts';
import { generateProject } from '../docker/project.ts';
import { codeBlock } from './code-block.ts';
import { type Answer, startSourceServer } from './source-server.ts';

interface Streaming {
  language: string;
  block: string;
  file: string;
  /** What the caller gets at the end if the handler fails half-way; nothing, if its client cannot tell. */
  error?: { type: string; message: string };
  isStreamedFromStart: boolean;
  /** A command for the image of the build, in the project, before that is built. */
  add?: { image: string; command: string[] };
}

const languages: Streaming[] = [
  {
    language: 'elixir',
    block: 'elixir',
    file: 'lib/hello.ex',
    error: { type: 'Function.RuntimeError', message: 'the source broke off: :econnreset' },
    isStreamedFromStart: false,
  },
  {
    language: 'erlang',
    block: 'erlang',
    file: 'src/hello.erl',
    error: { type: 'Function.SourceBrokeOff', message: '{source_broke_off,econnreset}' },
    isStreamedFromStart: false,
  },
  {
    language: 'nodejs',
    block: 'js',
    file: 'app.js',
    error: { type: 'Runtime.Unknown', message: 'read ECONNRESET' },
    isStreamedFromStart: true,
  },
  {
    language: 'typescript',
    block: 'ts',
    file: 'src/app.ts',
    error: { type: 'Runtime.Unknown', message: 'read ECONNRESET' },
    isStreamedFromStart: true,
  },
];

/** Its build takes minutes. */
const rust: Streaming = {
  language: 'rust',
  block: 'rust',
  file: 'src/hello.rs',
  isStreamedFromStart: false,
  add: {
    image: 'rust:1-slim-trixie',
    command: ['cargo', 'add', 'tokio', '--features', 'io-util,net'],
  },
};

const httpIntegration = 'application/vnd.awslambda.http-integration-response';
const delimiter = '\0'.repeat(8);
const patient = { timeout: 240_000, interval: 5 };

describe.concurrent('docs/streaming.md', () => {
  // A test that runs beside others has an expect of its own.
  test.for(isFullMatrix ? [...languages, rust] : languages)(
    '$language',
    async ({ language, block, file, error, isStreamedFromStart, add }, { expect }) => {
      const combination = combinations.find((each) => each.language === language)!;
      await using project = await generateProject({ ...combination, name: 'hello' });
      await writeFile(path.join(project.directory, file), codeBlock('streaming.md', block));
      if (add !== undefined) {
        const mount = ['--volume', `${project.directory}:/src`, '--workdir', '/src'];
        await docker('run', '--rm', ...mount, add.image, ...add.command);
      }
      const image = await project.build('function');
      const host = (await engine()).gateway ?? '127.0.0.1';
      await using source = await startSourceServer(host);
      await using sandbox = await startSandbox({
        image,
        env: { SOURCE_HOST: host, SOURCE_PORT: String(source.port) },
        memoryMb: 1769,
        timeoutMs: 300_000,
      });
      expect(sandbox.init.status).toBe('success');

      async function invoke(answer: (received: () => string) => Answer) {
        let received = '';
        source.answers.push(answer(() => received));
        function onChunk(chunk: Buffer) {
          received += chunk.toString();
        }
        const { result } = await sandbox.invoke('{}', { onChunk });
        return { received, result };
      }

      // Each part has to be with the caller before the source has the next.
      const parts = ['one\n', 'two\n', 'three\n'];
      const whole = await invoke((received) => async (socket) => {
        for (const part of parts) {
          socket.write(part);
          await expect.poll(received, patient).toMatch(new RegExp(`${part}$`));
        }
        socket.end();
      });
      expect(whole.result).toMatchObject({ contentType: httpIntegration, isStreamed: true });
      expect(whole.result.error).toBeUndefined();
      const [prelude, body] = whole.received.split(delimiter);
      expect(JSON.parse(prelude!)).toEqual({
        statusCode: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        cookies: ['seen=1; Secure', 'theme=dark'],
      });
      expect(body).toBe(parts.join(''));

      // A failure half-way comes after the parts that were sent before.
      const half = await invoke((received) => async (socket) => {
        socket.write('half\n');
        await expect.poll(received, patient).toMatch(/half\n$/);
        socket.resetAndDestroy();
      });
      expect(half.received).toMatch(/\0{8}half\n$/);
      expect(half.result.isStreamed).toBe(true);
      expect(half.result.error?.type).toBe(error?.type);
      if (error !== undefined) {
        expect(JSON.parse(half.result.error!.payload.toString())).toMatchObject({
          errorMessage: error.message,
        });
      }

      // One before the first part is an ordinary error, unless the client begins before the handler does.
      const none = await invoke(() => (socket) => void socket.resetAndDestroy());
      expect(none.received).toBe('');
      expect(none.result).toMatchObject({ isStreamed: isStreamedFromStart, error: {} });

      const again = await invoke(() => (socket) => void socket.end('again\n'));
      expect(again.result.error).toBeUndefined();
      expect(again.received).toMatch(/\0{8}again\n$/);
    },
  );

  // Its client does not say that it streams.
  test.for(isFullMatrix ? ['go'] : [])(
    '%s: the response is buffered',
    async (language, { expect }) => {
      const combination = combinations.find((each) => each.language === language)!;
      await using project = await generateProject({ ...combination, name: 'hello' });
      const file = path.join(project.directory, 'internal/hello/hello.go');
      await writeFile(file, codeBlock('streaming.md', 'go'));
      const image = await project.build('function');
      const host = (await engine()).gateway ?? '127.0.0.1';
      await using source = await startSourceServer(host);
      const env = { SOURCE_HOST: host, SOURCE_PORT: String(source.port) };
      await using sandbox = await startSandbox({ image, env, memoryMb: 1769, timeoutMs: 300_000 });

      source.answers.push((socket) => void socket.end('one\ntwo\n'));
      const { result } = await sandbox.invoke('{}');
      expect(result).toMatchObject({ contentType: httpIntegration, isStreamed: false });
      const [prelude, body] = result.body.toString().split(delimiter);
      expect(JSON.parse(prelude!)).toEqual({
        statusCode: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        cookies: ['seen=1; Secure', 'theme=dark'],
      });
      expect(body).toBe('one\ntwo\n');
      // A failure half-way cannot be seen.
      source.answers.push((socket) => {
        socket.write('half\n', () => socket.resetAndDestroy());
      });
      const half = await sandbox.invoke('{}');
      expect(half.result.error).toBeUndefined();
    },
  );
});
