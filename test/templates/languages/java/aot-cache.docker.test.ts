import { describe, expect, test } from 'vitest';

import { docker } from '../../../../lambda/docker/docker.ts';
import { startSandbox } from '../../../../lambda/sandbox/start-sandbox.ts';
import { combinations } from '../../../docker/combinations.ts';
import { edit } from '../../../docker/edit-project.ts';
import { generateProject } from '../../../docker/project.ts';

const [onScratch, onDebian] = ['scratch', 'debian'].map((base) =>
  combinations.find((each) => each.language === 'java' && each.base === base)!,
);

/** What the image says of its cache in the log, and that it handles an event. */
async function startedWith(image: string, flags: string): Promise<string> {
  await using sandbox = await startSandbox({
    image,
    env: { JAVA_TOOL_OPTIONS: flags },
    memoryMb: 1769,
    timeoutMs: 60_000,
  });
  const { result } = await sandbox.invoke('{"name": "Ada"}');
  expect(JSON.parse(result.body.toString())).toEqual({ message: 'Hello, Ada!' });
  return sandbox.init.log;
}

async function flagsIn(image: string): Promise<string> {
  return docker('run', '--rm', '--entrypoint', 'cat', image, '/var/runtime/java.options');
}

describe.concurrent('without its AOT cache, a function starts and does the same', () => {
  test('where the cache does not fit the flags, and where the build is told to make none', async ({
    expect,
  }) => {
    await using project = await generateProject(onScratch!);
    const image = await project.build('function');
    const required = '-XX:AOTMode=on';
    expect(await startedWith(image, required)).not.toContain('AOT cache');
    const other = '-XX:+UseCompactObjectHeaders';
    expect(await startedWith(image, other)).toContain('Unable to use AOT cache');

    project.buildFlags.push('--build-arg', 'AOT_CACHE=no');
    await startedWith(await project.build('function'), '');
  });

  test('where the training run fails', async ({ expect }) => {
    await using project = await generateProject(onDebian!);
    await edit(
      project,
      'src/main/java/com/example/Handler.java',
      '{\n    /**\n     * Returns',
      `{
    public Handler() {
        if (System.getenv("AWS_LAMBDA_FUNCTION_NAME").equals("training")) throw new IllegalStateException();
    }

    /**
     * Returns`,
    );
    const image = await project.build('function');
    expect(await flagsIn(image)).not.toContain('AOTCache');
    await startedWith(image, '');
  });
});
