/** The advice of the rules for what Lambda starts, carried out as it is written: the function starts, and nothing is found. */
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { checkImage } from '../../../lambda/check/check-image.ts';
import { prepareCheck } from '../../../lambda/check/prepare-check.ts';
import { readImageToCheck } from '../../../lambda/check/read-image-to-check.ts';
import type { Finding } from '../../../lambda/check/rule.ts';
import type { ImageFacts } from '../../../lambda/image/image-facts.ts';
import { startSandbox } from '../../../lambda/sandbox/start-sandbox.ts';
import { buildDirectory, type TestImage } from '../../docker/build-directory.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

let base: TestImage;

beforeAll(async () => {
  base = await buildDirectory(fileURLToPath(new URL('fixes', import.meta.url)));
});
afterAll(() => base[Symbol.asyncDispose]());

const cases: { rule: string; name: string; lines: string[]; response?: unknown }[] = [
  {
    rule: 'entrypoint-symlink',
    name: 'another version of the name',
    lines: ['ENTRYPOINT ["/usr/bin/python3", "/var/runtime/bootstrap"]'],
  },
  {
    rule: 'entrypoint-symlink',
    name: 'BusyBox',
    lines: [
      'RUN ln -s busybox /bin/ash',
      `RUN printf '#!/bin/ash\\nexec /var/runtime/bootstrap "$@"\\n' >/app.sh`,
      'ENTRYPOINT ["/bin/ash", "/app.sh"]',
    ],
  },
  {
    rule: 'entrypoint-symlink',
    name: 'a virtual environment',
    lines: [
      'RUN mkdir -p /venv/bin /venv/lib/python3.13/site-packages',
      "RUN echo 'home = /usr/bin' >/venv/pyvenv.cfg && ln -s /usr/bin/python3 /venv/bin/python3",
      'RUN touch /venv/lib/python3.13/site-packages/added.py',
      'ENTRYPOINT ["/venv/bin/python3", "/var/runtime/bootstrap"]',
    ],
    response: ['app.handler', true],
  },
  {
    rule: 'entrypoint-symlink',
    name: 'a launcher that goes by the name of the process, as that of buildpacks',
    lines: [
      'RUN mkdir -p /cnb/process /cnb/lifecycle',
      `RUN printf '#!/bin/sh\\ncase "$0" in */web) exec /var/runtime/bootstrap "$@";; *) exit 1;; esac\\n' >/cnb/lifecycle/launcher`,
      'RUN chmod 755 /cnb/lifecycle/launcher && ln -s ../lifecycle/launcher /cnb/process/web',
      'ENTRYPOINT ["/cnb/process/web"]',
    ],
  },
  {
    rule: 'entrypoint-symlink',
    name: 'a script that finds its files by the path of the link',
    lines: [
      'RUN mkdir -p /shared && ln -s /shared/run /var/runtime/run',
      `RUN printf '#!/bin/sh\\nexec "$(dirname "$0")/bootstrap" "$@"\\n' >/shared/run && chmod 755 /shared/run`,
      'ENTRYPOINT ["/var/runtime/run"]',
    ],
  },
  {
    rule: 'entrypoint-symlink',
    name: 'a name without a shell to write a script for',
    lines: [
      'RUN cp /bin/busybox /bin/launcher && ln -s launcher /bin/ash',
      `RUN printf '#!/bin/ash\\nexec /var/runtime/bootstrap "$@"\\n' >/app.sh && rm /bin/sh`,
      'ENTRYPOINT ["/bin/ash", "/app.sh"]',
    ],
  },
  {
    rule: 'entrypoint-relative',
    name: 'a name on the PATH',
    lines: ['ENTRYPOINT ["python3", "/var/runtime/bootstrap"]'],
  },
  {
    rule: 'entrypoint-relative',
    name: 'a virtual environment on the PATH',
    lines: [
      'RUN mkdir -p /venv/bin /venv/lib/python3.13/site-packages',
      "RUN echo 'home = /usr/bin' >/venv/pyvenv.cfg && ln -s /usr/bin/python3 /venv/bin/python3",
      'RUN touch /venv/lib/python3.13/site-packages/added.py',
      'ENV PATH=/venv/bin:/usr/bin:/bin',
      'ENTRYPOINT ["python3", "/var/runtime/bootstrap"]',
    ],
    response: ['app.handler', true],
  },
  {
    rule: 'entrypoint-relative',
    name: 'a path from WORKDIR',
    lines: ['WORKDIR /var/runtime', 'ENTRYPOINT ["./bootstrap"]'],
  },
  {
    rule: 'entrypoint-shell-form',
    name: 'a command',
    lines: ['ENTRYPOINT exec python3 /var/runtime/bootstrap app.handler', 'CMD []'],
  },
  {
    rule: 'entrypoint-shell-form',
    name: 'a command of the shell',
    lines: ['ENTRYPOINT cd /var/runtime && ./bootstrap app.handler', 'CMD []'],
  },
  {
    rule: 'entrypoint-shell-form',
    name: 'an assignment before the command',
    lines: ['ENTRYPOINT LANG=C /var/runtime/bootstrap app.handler', 'CMD []'],
  },
  {
    rule: 'entrypoint-not-executable',
    name: 'a mode',
    lines: ['RUN chmod 644 /var/runtime/bootstrap'],
  },
  {
    rule: 'entrypoint-not-executable',
    name: 'a directory',
    lines: ['RUN chmod 750 /var/runtime'],
  },
  {
    rule: 'script-interpreter',
    name: 'no first line, in Python',
    lines: [
      'RUN tail -n +2 /var/runtime/bootstrap >/var/task/main.py && chmod 755 /var/task/main.py',
      'ENTRYPOINT ["/var/task/main.py"]',
    ],
  },
  {
    rule: 'script-interpreter',
    name: 'an interpreter of another name',
    lines: ["RUN sed -i '1s/.*/#!\\/usr\\/local\\/bin\\/python/' /var/runtime/bootstrap"],
  },
  {
    rule: 'script-interpreter',
    name: 'line ends of Windows',
    lines: ["RUN sed -i 's/$/\\r/' /var/runtime/bootstrap", 'WORKDIR /var/runtime'],
  },
  {
    rule: 'file-capabilities',
    name: 'capabilities of the interpreter',
    lines: ['RUN setcap cap_net_bind_service=+ep /usr/bin/python3.13'],
  },
];

test.concurrent.each(cases)(
  '$rule: $name',
  async ({ rule, lines, response = ['app.handler', false] }) => {
    using directory = temporaryDirectory({
      Dockerfile: [
        '# check=skip=all',
        `FROM ${base.name}`,
        'CMD ["app.handler"]',
        ...withCommand(lines),
      ].join('\n'),
    });
    await using broken = await buildDirectory(directory.path);
    const facts = await readImageToCheck(broken.name);
    const finding = findingsIn(facts).find((each) => each.rule === rule);
    expect(finding).toBeDefined();

    using derived = temporaryDirectory({
      Dockerfile: [`FROM ${broken.name}`, ...carriedOut(finding!, broken, facts)].join('\n'),
    });
    await using mended = await buildDirectory(derived.path);
    const found = findingsIn(await readImageToCheck(mended.name));
    expect(found.filter((each) => each.rule === rule)).toEqual([]);
    await using sandbox = await startSandbox({
      image: mended.name,
      memoryMb: 512,
      timeoutMs: 900_000,
    });
    const { result } = await sandbox.invoke('{}');
    expect(JSON.parse(result.body.toString())).toEqual(response);
  },
);

/** ENTRYPOINT resets the CMD of the base image. */
function withCommand(lines: readonly string[]): string[] {
  return lines.flatMap((line) =>
    line.startsWith('ENTRYPOINT') ? [line, 'CMD ["app.handler"]'] : [line],
  );
}

function findingsIn(facts: ImageFacts): Finding[] {
  return checkImage(prepareCheck(facts));
}

/** The advice as instructions of a Dockerfile. */
function carriedOut({ fix, where }: Finding, broken: TestImage, { config }: ImageFacts): string[] {
  const { entrypoint = [], cmd = [] } = config;
  const command = `CMD ${JSON.stringify(cmd)}`;
  function group(pattern: RegExp): string | undefined {
    return pattern.exec(fix)?.[1];
  }
  const path = group(/^Write (\/\S+)\.$/);
  if (path !== undefined) {
    return [`ENTRYPOINT ${JSON.stringify([path, ...entrypoint.slice(1)])}`, command];
  }
  const firstLine = group(/(?:Add|Write) (#!\S+) as the first line\.$/);
  if (firstLine !== undefined) {
    const isAdded = fix.startsWith('Add');
    return [`RUN sed -i '1${isAdded ? 'i' : 'c'}${firstLine}' ${where}`];
  }
  const written = group(/(ENTRYPOINT \[.*?\])(?:, with|$)/);
  if (written !== undefined) {
    const [, first, last] = /(?:lines|script): (#![^,]*), ([^]*)$/.exec(fix) ?? [];
    const script = (JSON.parse(written.slice('ENTRYPOINT '.length)) as string[])[0]!;
    const lines =
      first === undefined ? [] : [`COPY --chmod=755 <<"EOF" ${script}`, first, last!, 'EOF'];
    return [...lines, written, command];
  }
  const mode = group(/^(COPY --chmod=\d+) … /);
  if (mode !== undefined) return [`${mode} --from=${broken.name} ${where} ${where}`];
  const run = group(/^(RUN [^,]*)/);
  if (run !== undefined) return [run];
  const shell = group(/(?:run|in the build stage): (.*)$/);
  // Where there is no shell, as in another stage.
  if (shell !== undefined) {
    const words = shell.split(' ').map((each) => each.replaceAll("'", ''));
    return [`RUN ${JSON.stringify(['/usr/bin/env', ...words])}`];
  }
  throw new Error(`This advice cannot be carried out: ${fix}`);
}
