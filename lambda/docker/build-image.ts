import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { commandLine } from '../../programs/command-line.ts';
import { DockerError, runDocker } from './docker.ts';

/** A Dockerfile, or something that it copies or runs, is wrong. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
  /** The last lines of what Docker printed. */
  readonly output: string;

  constructor(output: string, options?: ErrorOptions) {
    super('The image could not be built.', options);
    this.output = output;
  }
}

export interface BuildOptions {
  /** Has the Dockerfile. */
  readonly directory: string;
  readonly target: string;
  readonly tag: string;
  /** As for `docker build --platform`. */
  readonly platform: string;
  /** Whether the progress of Docker is to be seen on standard error. */
  readonly isShown?: boolean;
  readonly signal?: AbortSignal;
}

const shownLines = 40;

/**
 * Builds a target of a Dockerfile without the attestations that Lambda refuses. Returns the id of the image. Rejects with a BuildError,
 * or with a DockerError if there is no engine.
 */
export async function buildImage({
  directory,
  target,
  tag,
  platform,
  isShown = false,
  signal,
}: BuildOptions): Promise<string> {
  const temporary = mkdtempSync(path.join(tmpdir(), 'lambda-container-build-'));
  const idFile = path.join(temporary, 'id');
  const flags = ['--provenance=false', '--sbom=false', '--platform', platform];
  flags.push('--target', target, '--tag', tag, '--iidfile', idFile);
  if (!isShown) flags.push('--progress', 'plain');
  const args = commandLine('build', flags, [directory]);
  try {
    await runDocker(args, { isShown, ...(signal !== undefined && { signal }) });
    return readFileSync(idFile, 'utf8');
  } catch (error) {
    if (!(error instanceof DockerError) || error.isMissing) throw error;
    throw new BuildError(lastLines(error.output), { cause: error });
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-shownLines).join('\n');
}
