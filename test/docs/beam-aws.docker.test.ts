import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { startSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import { makeCertificate } from '../docker/aws/make-certificate.ts';
import { startAws } from '../docker/aws/start-aws.ts';
import { combinations } from '../docker/combinations.ts';
import { add, edit } from '../docker/edit-project.ts';
import { generateProject } from '../docker/project.ts';
import { codeBlocks } from './code-block.ts';

const languages = [
  {
    language: 'elixir',
    file: 'lib/hello.ex',
    testFile: 'test/hello_test.exs',
    inModule: (test: string) =>
      `defmodule HelloTest do\n  use ExUnit.Case, async: false\n\n${test}end\n`,
    edits: { file: 'mix.exs', from: '[:logger]', to: '[:logger, :ssl]' },
  },
  {
    language: 'erlang',
    file: 'src/hello.erl',
    testFile: 'test/hello_tests.erl',
    inModule: (test: string) =>
      `-module(hello_tests).\n-include_lib("eunit/include/eunit.hrl").\n\n${test}`,
    edits: {
      file: 'src/hello.app.src',
      from: '[kernel, stdlib, lambda_runtime]',
      to: '[kernel, stdlib, ssl, lambda_runtime]',
    },
  },
];

const bundle = '/var/task/lib/hello-0.1.0/priv/ca.pem';
const key = '2026/a b+c%é@.csv';
const event = JSON.stringify({ bucket: 'reports', key });

describe.concurrent('docs/beam-aws.md', () => {
  test.for(languages)('$language', async ({ language, file, edits, testFile, inModule }) => {
    const combination = combinations.find((each) => each.language === language)!;
    await using project = await generateProject({ ...combination, name: 'hello' });
    const [handler, unitTest] = codeBlocks('beam-aws.md', language);
    await writeFile(path.join(project.directory, file), handler!);
    await writeFile(path.join(project.directory, testFile), inModule(unitTest!));
    await edit(project, edits.file, edits.from, edits.to);
    await project.build('test');
    const { authority, server } = await makeCertificate(path.dirname(project.directory));
    await add(project, 'priv/ca.pem', await readFile(authority.file, 'utf8'));
    const image = await project.build('function');
    const objects = { [`/reports/${key}`]: 'a,1\nb,2\n' };
    await using aws = await startAws({ objects, certificate: server });

    async function start(env: Record<string, string>) {
      const options = { image, memoryMb: 1769, timeoutMs: 60_000 };
      return startSandbox({ ...options, env: { ...aws.env, TABLE_NAME: 'lines', ...env } });
    }

    // With a signature that is not the one of botocore, the status would be 403.
    await using sandbox = await start({ AWS_CA_BUNDLE: bundle });
    const found = await sandbox.invoke(event);
    expect(JSON.parse(found.result.body.toString())).toEqual({ lines: 2 });
    expect(aws.requests).toMatchObject([
      { service: 's3', path: '/reports/2026/a%20b%2Bc%25%C3%A9%40.csv', status: 200 },
      { service: 'dynamodb', status: 200, body: expect.stringContaining('"lines":{"N":"2"}') },
    ]);

    // A freeze between invocations.
    await sandbox.freeze();
    await sandbox.thaw();
    const missing = await sandbox.invoke(JSON.stringify({ bucket: 'reports', key: 'none' }));
    expect(missing.result.body.toString()).toContain('NoSuchKey');

    // The certificate authorities of the image are there, and do not know that of the stand-in.
    const before = aws.requests.length;
    await using strict = await start({});
    const refused = await strict.invoke(event);
    expect(refused.result.body.toString()).toContain('Unknown CA');
    expect(aws.requests).toHaveLength(before);
  });
});
