import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { execa } from 'execa';
import { describe, expect, test } from 'vitest';

import { chosenBoot } from '../../../docker/boot.ts';
import { answer } from '../../../docker/container.ts';
import { defaultCombinations, onBeam } from '../../../docker/combinations.ts';
import { dockerResult } from '../../../docker/docker-result.ts';
import { add, edit } from '../../../docker/edit-project.ts';
import { imageFiles } from '../../../docker/image.ts';
import { type Combination, generateProject, type Project } from '../../../docker/project.ts';
import { startRecorder } from '../../../docker/recorder.ts';
import { sandboxOnHost } from '../../../docker/sandbox.ts';

const elixir: Combination = { language: 'elixir', version: '1.20', base: 'scratch' };
const compiler = [
  ['Dockerfile', 'ARG BUILD_PACKAGES=""', 'ARG BUILD_PACKAGES="gcc libc6-dev libsodium-dev make"'],
] as const;
/** Makes the library of projects/nif a dependency that the handler calls. */
const nifEdits: Record<string, readonly (readonly [file: string, from: string, to: string])[]> = {
  elixir: [
    ...compiler,
    ['mix.exs', '{:lambda_runtime,', '{:answer, path: "answer"},\n      {:lambda_runtime,'],
    ['lib/hello_elixir.ex', '"Hello, #{name}!"', '"Hello, #{name}! #{Answer.answer()}"'],
  ],
  erlang: [
    ...compiler,
    ['rebar.config', '"vendor/lambda_runtime"]', '"vendor/lambda_runtime", "answer"]'],
    ['src/hello_erlang.app.src', 'lambda_runtime', 'answer, lambda_runtime'],
    [
      'src/hello_erlang.erl',
      '<<"Hello, ", Name/binary, "!">>',
      '<<"Hello, ", Name/binary, "! ", (integer_to_binary(answer:answer()))/binary>>',
    ],
  ],
};

test('BOOT must be lean or standard', async () => {
  await using project = await generateProject(elixir);
  const result = await dockerResult('build', '--build-arg', 'BOOT=fast', project.directory);
  expect(result.exitCode).not.toBe(0);
  expect(result.stderr).toContain('BOOT is "fast", expected lean or standard');
});

/** A build of the target `function` that may fail: its exit code, and what it printed. A cached stage prints nothing. */
async function buildResult(project: Project) {
  const all = ['--progress', 'plain', '--target', 'function', ...project.buildFlags];
  const { exitCode, stdout, stderr } = await dockerResult(
    ...[
      'build',
      '--provenance=false',
      '--sbom=false',
      '--no-cache-filter',
      'root',
      ...all,
      project.directory,
    ],
  );
  return { exitCode, output: stdout + stderr };
}

const applicationOf = 'lib/hello_elixir/application.ex';
/** Puts a line into the start of the application. */
function atStart(project: Project, line: string): Promise<void> {
  return edit(project, applicationOf, '    children = [', `    ${line}\n    children = [`);
}

describe.concurrent('the standard boot is what a project gets', () => {
  test('that asks for it', async () => {
    await using project = await generateProject({ ...elixir, boot: 'standard' });
    expect(await chosenBoot(await project.build('function'))).toBe(
      'standard: asked for by BOOT=standard',
    );
  });

  test('that needs a variable, unless trial.env or the Dockerfile sets it', async () => {
    await using project = await generateProject(elixir);
    await atStart(project, 'System.get_env("GREETING") || raise "no greeting"');
    expect(await chosenBoot(await project.build('function'))).toBe(
      'standard: the application does not start (exit status 1): GREETING is not set in the build; ' +
        'a file trial.env with NAME=value lines sets variables for it',
    );
    await add(project, 'trial.env', '# for the build\n\nGREETING=hello\n');
    expect(await chosenBoot(await project.build('function'))).toMatch(/^lean: /);
    await rm(path.join(project.directory, 'trial.env'));
    await edit(
      project,
      'Dockerfile',
      'WORKDIR /var/task\n',
      'WORKDIR /var/task\nENV GREETING=hi\n',
    );
    expect(await chosenBoot(await project.build('function'))).toMatch(/^lean: /);
  });

  test('that needs the network', async () => {
    await using project = await generateProject(elixir);
    await atStart(project, '{:ok, _} = :gen_tcp.connect(~c"db.internal", 5432, [])');
    expect(await chosenBoot(await project.build('function'))).toBe(
      'standard: the application does not start (exit status 1): it needs the network (nxdomain)',
    );
  });

  test('where the lean boot does not do the same', async () => {
    await using project = await generateProject(elixir);
    await edit(
      project,
      'vendor/lambda_boot/image/lambda_boot_applications.erl',
      'elixir_config:new(Table)',
      'elixir_config:new(lists:keydelete({uri, ~"https"}, 1, Table))',
    );
    expect(await chosenBoot(await project.build('function'))).toMatch(
      /^standard: URI\.parse is .*443.* with the lean boot/,
    );
  });

  test('where the lean boot takes longer', async () => {
    await using project = await generateProject(elixir);
    // Only the lean boot comes here: it takes far longer then, whatever else the machine does.
    await edit(
      project,
      'vendor/lambda_boot/image/lambda_boot_applications.erl',
      'elixir_config:new(Table)',
      '(fun Loop(0) -> elixir_config:new(Table); Loop(N) -> Loop(N - 1) end)(300_000_000)',
    );
    const { exitCode, output } = await buildResult(project);
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/boot: CPU time until the first event: lean \d+ ms, standard \d+ ms/);
    expect(output).toContain('boot: standard: the lean boot does not take 10 % less CPU time');
  });
});

describe.concurrent('events do not decide the boot', () => {
  test('what only an event needs is not loaded at boot', async () => {
    await using project = await generateProject(elixir);
    const before = await chosenBoot(await project.build('function'));
    await edit(
      project,
      'lib/hello_elixir.ex',
      '  def handler(',
      '  def handler(%{"zip" => text}, _), do: inspect({:zip.foldl(&(&1 + &2), 0, text), :digraph.new()})\n\n  def handler(',
    );
    await add(project, 'events/hello_elixir/zip.json', '{"zip": "a"}');
    expect(await chosenBoot(await project.build('function'))).toBe(before);
  });

  test('an event without a response, or one that ends the VM, is told and left out', async () => {
    await using project = await generateProject(elixir);
    await edit(
      project,
      'lib/hello_elixir.ex',
      '  def handler(',
      '  def handler(%{"wait" => time}, _), do: Process.sleep(time)\n\n  def handler(%{"halt" => status}, _), do: System.halt(status)\n\n  def handler(',
    );
    await add(project, 'events/hello_elixir/a.json', '{"halt": 3}');
    await add(project, 'events/hello_elixir/b.json', '{"wait": 100000}');
    const { exitCode, output } = await buildResult(project);
    expect(exitCode, output).toBe(0);
    expect(output).toContain('boot: no response to events/hello_elixir/b.json within 5 s');
    expect(output).not.toContain('not tried');
    expect(output).toMatch(/boot: lean: loads \d+ modules/);
  });

  test('the handler in CMD is the one that is tried', async () => {
    await using project = await generateProject(elixir);
    await edit(project, 'lib/hello_elixir.ex', 'def handler(', 'def greet(');
    await edit(project, 'lib/hello_elixir.ex', '  @behaviour LambdaRuntime.Handler\n', '');
    await edit(project, 'lib/hello_elixir.ex', '  @impl true\n', '');
    await edit(project, 'Dockerfile', 'Elixir.HelloElixir:handler"]', 'HelloElixir.greet"]');
    const image = await project.build('local');
    expect(await chosenBoot(image)).toMatch(/^lean: /);
    expect(await answer(image, { name: 'Ada' })).toEqual({ message: 'Hello, Ada!' });
  });
});

describe.concurrent('the build fails', () => {
  const faults: [name: string, from: string, to: string, message: RegExp][] = [
    [
      'if CMD names a handler that does not exist',
      'Dockerfile: Elixir.HelloElixir:handler"]',
      'Elixir.HelloElixir:hendler"]',
      /has no handler\. .*HelloElixir has neither hendler\/2 nor hendler\/1/,
    ],
    [
      'if CMD has a variable, which Docker does not expand',
      'Dockerfile: CMD ["Elixir.HelloElixir:handler"]',
      'CMD ["${HANDLER}"]',
      /has no handler\. .*'\$\{HANDLER\}' .*Docker expands no variables in CMD/,
    ],
    [
      'if LambdaRuntime is not among the children',
      `${applicationOf}:       LambdaRuntime\n`,
      '',
      /has never asked Lambda for an event: LambdaRuntime is not among the children/,
    ],
    [
      'if no supervisor is started',
      'mix.exs: mod: {HelloElixir.Application, []}',
      'mod: []',
      /has never asked Lambda for an event: hello_elixir has no supervisor\. Name the module/,
    ],
    [
      'if the application cannot start',
      `${applicationOf}:       LambdaRuntime\n`,
      '      {Task.Supervisor, name: 1},\n      LambdaRuntime\n',
      /the application does not start \(exit status 1\)\. Its output is above/,
    ],
  ];

  test.each(faults)('%s', async (_name, where, to, message) => {
    await using project = await generateProject(elixir);
    const [file, from] = where.split(/: (.*)/s) as [string, string];
    await edit(project, file, from, to);
    const { exitCode, output } = await buildResult(project);
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(message);
  });

  test('but not with BOOT=standard, if the application cannot start in the build', async () => {
    await using project = await generateProject({ ...elixir, boot: 'standard' });
    await atStart(project, 'raise "only here"');
    expect(await chosenBoot(await project.build('function'))).toBe(
      'standard: asked for by BOOT=standard; it does not start in the build',
    );
  });
});

const defaults = defaultCombinations.filter(({ language }) => onBeam.has(language));

describe.concurrent.each(defaults)('$language $version on $base', ({ language, version, base }) => {
  const combination = { language, version, base };

  test.each(['lean', 'standard'] as const)(
    'a dependency with a NIF, crypto, ssl and inets, boot: %s',
    async (boot) => {
      await using project = await generateProject({ ...combination, boot });
      await cp(path.join(import.meta.dirname, 'projects/nif', language), project.directory, {
        recursive: true,
      });
      for (const [file, from, to] of nifEdits[language]!) await edit(project, file, from, to);
      const [file, from, to] =
        language === 'elixir'
          ? ['mix.exs', '[:logger]', '[:logger, :crypto, :ssl, :inets]']
          : ['src/hello_erlang.app.src', 'lambda_runtime', 'crypto, ssl, inets, lambda_runtime'];
      await edit(project, file!, from!, to!);
      const image = await project.build('local');
      expect(await chosenBoot(image)).toMatch(new RegExp(`^${boot}: `));
      expect(await answer(image, { name: 'Ada' })).toEqual({ message: 'Hello, Ada! 42' });
      const files = (await imageFiles(image)).map((each) => each.path);
      // A library that the NIF needs, and that neither the VM nor the base has.
      expect(files).toContainEqual(expect.stringMatching(/\/libsodium\.so/));
      expect(files).toContainEqual(expect.stringMatching(/\/libcrypto\.so/));
      expect(files).toContain('/etc/ssl/certs/ca-certificates.crt');
    },
  );
});

const scratch = defaults.filter(({ base }) => base === 'scratch');

describe.concurrent.each(scratch)('$language $version', (combination) => {
  test('without crypto and ssl neither libcrypto nor certificates', async () => {
    await using project = await generateProject(combination);
    const files = (await imageFiles(await project.build('function'))).map((each) => each.path);
    expect(files.filter((each) => /libcrypto|ca-certificates/.test(each))).toEqual([]);
  });
});

// OTP looks up the name of its machine when it boots. Where DNS is silent that takes 8 seconds.
test('where DNS is silent and /etc/hosts does not know the host, the boot asks for no name', async () => {
  await using project = await generateProject(elixir);
  const image = await project.build('function');
  const dns = createSocket('udp4');
  let questions = 0;
  dns.on('message', () => (questions += 1));
  dns.bind(53, '127.0.0.53');
  await once(dns, 'listening');
  const directory = await mkdtemp(path.join(tmpdir(), 'silent-dns-'));
  await writeFile(path.join(directory, 'hosts'), '127.0.0.1 localhost\n');
  await writeFile(path.join(directory, 'resolv.conf'), 'nameserver 127.0.0.53\n');
  await using recorder = await startRecorder();
  const container = execa(
    'docker',
    [
      ...['run', '--rm', ...sandboxOnHost],
      ...['--volume', `${directory}/hosts:/etc/hosts:ro`],
      ...['--volume', `${directory}/resolv.conf:/etc/resolv.conf:ro`],
      ...['--env', `AWS_LAMBDA_RUNTIME_API=${recorder.address}`, image],
    ],
    { reject: false },
  );
  try {
    expect(await recorder.firstRequest).toContain('/next');
    expect(questions).toBe(0);
  } finally {
    recorder.answerWithError();
    await container;
    dns.close();
    await rm(directory, { recursive: true });
  }
});
