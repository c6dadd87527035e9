import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { test } from 'vitest';

import { makeTest } from '../../docker/make-test.ts';
import { runImageFlags } from '../../docker/run-image.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

test('make test fails with what differs, and goes on with the next event', async ({ expect }) => {
  using here = temporaryDirectory();
  await runCli(here.path, ['new', 'hello', '--language', 'bash', '--yes']);
  const project = path.join(here.path, 'hello');
  function write(name: string, content: string): void {
    writeFileSync(path.join(project, 'events/hello', name), content);
  }
  write('another.json', '{"name": "Bob"}');
  write('another.expected.json', '{"at": [1, {}], "message": "Hello, Ada!"}');
  write('missing.json', '{"name": "Eve"}');
  write('nameless.json', '{}');
  write('nameless.expected.json', 'not JSON');
  write('refused.json', '{}');
  write('refused.expected.json', '{ "errorType": "CommandFailed" }');
  write('refused-otherwise.json', '{}');
  write('refused-otherwise.expected.json', '{ "errorType": "TypeError" }');
  write('served.json', '{"name": "Eve"}');
  write('served.expected.json', '{ "errorType": "CommandFailed" }');
  write('aws_responses.txt', '# Nobody asks for this.\nGET /orders 200 {}\n');

  const testing = makeTest(
    project,
    `test-events-${process.pid}`,
    await runImageFlags(project),
    'ENGINE=docker',
  );
  const { stdout, exitCode } = (await testing.catch((error: unknown) => error)) as {
    stdout: string;
    exitCode: number;
  };

  expect(exitCode).not.toBe(0);
  const lines = stdout.slice(stdout.indexOf('not ok')).split('\n');
  expect(lines).toStrictEqual([
    'not ok  events/hello/another.json',
    '    expected  ["at"][0] 1',
    '    expected  ["at"][1] {}',
    '    expected  ["message"] "Hello, Ada!"',
    '    found     ["message"] "Hello, Bob!"',
    'ok      events/hello/hello.json',
    'not ok  events/hello/missing.json: expected the response in events/hello/missing.expected.json, which does not exist',
    'not ok  events/hello/nameless.json',
    '    expected  not JSON',
    expect.stringContaining('    found     ["errorMessage"] "jq: error '),
    '    found     ["errorType"] "CommandFailed"',
    expect.stringContaining('    found     ["stackTrace"][0] "handler '),
    'not ok  events/hello/refused-otherwise.json',
    '    expected  ["errorType"] "TypeError"',
    '    found     ["errorType"] "CommandFailed"',
    'ok      events/hello/refused.json',
    'not ok  events/hello/served.json',
    '    expected  ["errorType"] "CommandFailed"',
    '    found     ["message"] "Hello, Eve!"',
    'not ok  events/hello/aws_responses.txt: expected the function to ask for GET /orders, which it did with no event',
  ]);
});
