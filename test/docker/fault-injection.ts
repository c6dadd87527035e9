import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { execaSync } from 'execa';

import { docker } from '../../lambda/docker/docker.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

/** A directory with a `docker` that does what the engine's client does, except for one command. */
export interface FaultyDocker {
  /** For PATH. */
  path: string;
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
  'is Podman': 'echo "2 Apache-2.0"; exit 0',
  /** After this command, which is carried out still. */
  vanishes: 'rm "$0"',
} as const;

export type Fault = keyof typeof faults;

/** `docker COMMAND` has the fault; with `from`, its first ones have not. */
export function faultyDocker(command: string, fault: Fault, from = 1): FaultyDocker {
  const directory = temporaryDirectory();
  const log = path.join(directory.path, 'calls');
  const counter = path.join(directory.path, 'count');
  const program = path.join(directory.path, 'docker');
  const script = [
    '#!/bin/sh',
    `echo "$*" >>'${log}'`,
    `if [ "$1" = ${command} ]; then`,
    `  echo >>'${counter}'`,
    `  if [ "$(wc -l <'${counter}')" -ge ${from} ]; then ${faults[fault]}; fi`,
    'fi',
    `exec '${realDocker}' "$@"`,
    '',
  ];
  writeFileSync(program, script.join('\n'));
  chmodSync(program, 0o755);
  return {
    path: directory.path,
    async containersLeft() {
      const calls = existsSync(log) ? readFileSync(log, 'utf8') : '';
      const all = (await docker('ps', '--all', '--format', '{{.Names}}')).split('\n');
      return [...calls.matchAll(/^create --name (\S+)/gm)]
        .map(([, name]) => name!)
        .filter((name) => all.includes(name));
    },
    [Symbol.dispose]() {
      directory[Symbol.dispose]();
    },
  };
}
