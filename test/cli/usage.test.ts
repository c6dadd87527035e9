import { describe, expect, test } from 'vitest';
import { runCli } from '../helpers/run-cli.ts';
import { readTree, temporaryDirectory } from '../helpers/temporary-directory.ts';

interface Case {
  readonly args: readonly string[];
  readonly says: readonly string[];
}

describe('wrong usage is exit code 2, says what would be right, and writes nothing', () => {
  test.each<Case>([
    { args: ['nwe'], says: ['Unknown command nwe.', 'Did you mean new?'] },
    {
      args: ['new', '--langage', 'x'],
      says: ['Unknown option --langage', 'Did you mean --language?'],
    },
    {
      args: ['new', '--bogus'],
      says: ['Unknown option --bogus', 'Run with --help to list the options.'],
    },
    { args: ['new', '-x'], says: ['Unknown option -x'] },
    { args: ['invoke', '--', '-x'], says: ['Expected the name of an image, found "-x".'] },
    { args: ['check', '--', '--all'], says: ['Expected the name of an image, found "--all".'] },
    { args: ['new', 'a', 'b', '--yes'], says: ['Expected one name, found 2: a, b.'] },
    {
      args: ['new', '--yes', '--language', 'elixer'],
      says: ['found "elixer"', 'Did you mean --language elixir?'],
    },
    {
      args: ['new', '--yes', '--language', 'erlang', '--language-version', '26'],
      says: ['one of 29, 27 for Erlang, found "26"', '--language-version 29'],
    },
    { args: ['new', '--yes', '--base', 'alpine'], says: ['one of scratch, debian'] },
    { args: ['new', '--yes', '--architecture', 'mips'], says: ['one of x86_64, arm64'] },
    { args: ['new', '--yes', '--language'], says: ['found nothing'] },
    {
      args: ['new', '--yes', 'Hello-World'],
      says: ['in lower case (Docker)', 'Try "hello-world".'],
    },
    {
      args: ['new', '--yes', 'lists', '--language', 'erlang'],
      says: ['a project in Erlang: it is a module of Erlang/OTP', 'Try "lists-function".'],
    },
    { args: ['new', '--yes', '../up'], says: ['Try "up".'] },
    {
      args: ['new'],
      says: [
        '<name> --language <id> --style <style> --event <source> --base <base> --architecture',
        'or use --yes',
      ],
    },
    {
      args: ['event', 's3', 'put'],
      says: ['Expected one event source, found s3 put.', 'Select a sample with --sample.'],
    },
    { args: ['event', 'firehos'], says: ['found "firehos"', 'Did you mean firehose?'] },
    {
      args: ['event', 'cognito', '--sample', 'pre-authentcation'],
      says: ['Did you mean --sample pre-authentication?'],
    },
    {
      args: ['new', 'hello', '--language', 'nodejs'],
      says: ['Missing required options: --event <source> --base <base>'],
    },
  ])('$args', async ({ args, says }) => {
    using here = temporaryDirectory();
    const { exitCode, stdout, stderr } = await runCli(here.path, args);
    for (const each of says) expect(stderr).toContain(each);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
    expect(readTree(here.path)).toStrictEqual({});
  });
});

test('an old Node.js is told what is needed', async () => {
  using here = temporaryDirectory({
    // What the command sees of an old one.
    'old.cjs': "Object.defineProperty(process.versions, 'node', { value: '20.19.5' });",
  });
  const env = { NODE_OPTIONS: `--require ${here.path}/old.cjs` };
  expect(await runCli(here.path, ['new', '--yes'], { env })).toMatchObject({
    exitCode: 4,
    stderr: expect.stringMatching(/22\.18 .* 24\.11 .* this is 20\.19\.5/s),
  });
});
