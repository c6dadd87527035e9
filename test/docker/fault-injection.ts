import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { execaSync } from 'execa';

import { docker } from '../../lambda/docker/docker.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

/** A directory with a `docker` that does what the engine's client does, except for one command. */
export interface FaultyDocker {
  /** For PATH. */
  path: string;
  /** The arguments of all calls so far. */
  calls(): string[];
  /** Those of `create` that have ended. */
  ended(): string[];
  /** The containers that were to be made by it and are there still. */
  containersLeft(): Promise<string[]>;
  [Symbol.dispose](): void;
}

const realDocker = execaSync('sh', ['-c', 'command -v docker']).stdout;

/** What a command does in place of what it should. */
export const faults = {
  fails: 'echo "Error response from daemon: no luck" >&2; exit 1',
  // The time-out kills what it has started, and not what that has.
  hangs: 'exec sleep 1000',
  'prints garbage': 'echo "{"; exit 0',
  /** As Podman's socket responds to `docker info`. */
  'is Podman': 'echo "2 amd64 Apache-2.0"; exit 0',
  /** After this command, which is carried out still. */
  vanishes: 'rm "$0"',
} as const;

export type Fault = keyof typeof faults;

/** `docker COMMAND` has the fault; with `from`, its first ones have not. */
export function faultyDocker(command: string, fault: Fault, from = 1): FaultyDocker {
  return dockerWith(`
    if [ "$1" = ${command} ]; then
      echo >>"$here/count"
      if [ "$(wc -l <"$here/count")" -ge ${from} ]; then ${faults[fault]}; fi
    fi`);
}

/**
 * A docker that runs a script before each command. Its variables: `call` is the number of the call, from 1, `created` are the
 * names of the containers so far, `here` is a directory, `real` is the engine's client.
 */
export function dockerWith(script: string): FaultyDocker {
  const directory = temporaryDirectory();
  const program = path.join(directory.path, 'docker');
  const lines = [
    '#!/bin/sh',
    `here='${directory.path}' real='${realDocker}'`,
    // Calls that are made at once must not get the same number: the file of a number is created by one of them.
    'call=1; until (set -C; echo "$*" >"$here/call-$call") 2>/dev/null; do call=$((call + 1)); done',
    'created=$(for each in "$here"/call-*; do',
    '  read -r word flag name _ <"$each"; if [ "$word" = create ]; then echo "$name"; fi',
    'done)',
    script,
    // What is created must be known to be there before it is looked for.
    'if [ "$1" != create ]; then exec "$real" "$@"; fi',
    '"$real" "$@"; status=$?',
    'echo "$*" >>"$here/ended"',
    'exit $status',
    '',
  ];
  writeFileSync(program, lines.join('\n'));
  chmodSync(program, 0o755);
  function textOf(name: string): string | undefined {
    const file = path.join(directory.path, name);
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd() : undefined;
  }
  function calls(): string[] {
    const made: string[] = [];
    for (
      let call = textOf('call-1');
      call !== undefined;
      call = textOf(`call-${made.length + 1}`)
    ) {
      made.push(call);
    }
    return made;
  }
  return {
    path: directory.path,
    calls,
    ended: () => textOf('ended')?.split('\n') ?? [],
    async containersLeft() {
      const all = (await docker('ps', '--all', '--format', '{{.Names}}')).split('\n');
      return calls()
        .map((call) => /^create --name (\S+)/.exec(call)?.[1])
        .filter((name) => name !== undefined)
        .filter((name) => all.includes(name));
    },
    [Symbol.dispose]() {
      directory[Symbol.dispose]();
    },
  };
}
