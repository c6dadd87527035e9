import { closeSync, openSync, readSync } from 'node:fs';

import { CliError, exitCode } from '../terminal/cli-error.ts';

export interface FileVariable {
  readonly name: string;
  readonly value: string;
  /** The file and the line. */
  readonly at: string;
}

/** Whether Lambda would take it, except that it wants a letter first, which is left to Lambda. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/**
 * The variables of a file in the format of `docker run --env-file`: a NAME=VALUE a line, without quotes; a NAME alone is
 * copied from the shell, if it is set there; lines that begin with # are comments. Throws a CliError for anything else.
 */
export function environmentFile(file: string): FileVariable[] {
  return read(file)
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((whole, index) => {
      const line = whole.replace(/\r$/, '').trimStart();
      if (line === '' || line.startsWith('#')) return [];
      const at = `${file}:${index + 1}`;
      const [, name = line, given] = /^([^=]*)=(.*)$/s.exec(line) ?? [];
      if (!isVariableName(name)) throw noVariable(line, at);
      const value = given ?? process.env[name];
      return value === undefined ? [] : [{ name, value, at }];
    });
}

function read(file: string): string {
  try {
    const text = beginningOf(file);
    if (text.length <= mostBytes) return text.toString();
  } catch (error) {
    throw new CliError(
      exitCode.usage,
      {
        problem: `Expected a file with environment variables, found: ${(error as Error).message}`,
        fix: 'To set a single variable, use --env NAME=VALUE.',
      },
      { cause: error },
    );
  }
  throw new CliError(exitCode.usage, {
    problem: `Expected at most ${mostBytes} bytes of environment variables, found more in ${file}.`,
    fix: 'Lambda allows 4 KB for all variables of a function.',
  });
}

/** Much more than the kernel and Lambda allow. */
const mostBytes = 1024 * 1024;

/** The whole file, if it is not too large. It may be a pipe, as in `--env-file <(command)`. */
function beginningOf(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(mostBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0; length += read) {
      read = readSync(descriptor, buffer, length, buffer.length - length, null);
    }
    return buffer.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** Without the value: it may be a secret. */
function noVariable(line: string, at: string): CliError {
  const name = line.split('=')[0]!;
  return new CliError(exitCode.usage, {
    problem: `Expected NAME=VALUE in ${at}, found the name "${name}".`,
    fix: name.startsWith('export ')
      ? 'Leave out "export": the file has the format of docker run --env-file.'
      : 'A name may contain letters, digits and _, and there are no spaces around =.',
  });
}
