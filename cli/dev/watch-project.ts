import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { watch } from 'chokidar';

import { dockerignore } from './dockerignore.ts';

export interface WatchOptions {
  readonly directory: string;
  /** Directories in it that are not watched. */
  readonly except: readonly string[];
  /** Receives files that were added, changed or removed, relative to the directory, with slashes. */
  readonly onChange: (files: readonly string[]) => void;
  readonly onError: (error: unknown) => void;
}

/** Editors and `git checkout` write several files one after the other: they are one change. */
const quietMs = 50;
/** A file that is written all the time must not keep others waiting. */
const longestMs = 1000;

/**
 * Watches what Docker sends to a build: all that .dockerignore does not exclude, and the two files that say how to build.
 * Resolves when no change is missed any more.
 */
export async function watchProject({
  directory,
  except,
  onChange,
  onError,
}: WatchOptions): Promise<AsyncDisposable> {
  let isIgnored = readIgnored(directory);
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let firstAt = 0;

  function report(): void {
    timer = undefined;
    const files = [...changed];
    changed.clear();
    onChange(files);
  }

  const watcher = watch('.', {
    cwd: directory,
    ignoreInitial: true,
    ignored: (file) => {
      const whole = path.resolve(directory, file);
      if (except.includes(whole)) return true;
      const relative = path.relative(directory, whole);
      return relative !== '' && isIgnored(toSlashes(relative));
    },
  });
  watcher.on('error', onError);
  watcher.on('all', (event, file) => {
    if (event === 'addDir' || event === 'unlinkDir') return;
    const name = toSlashes(file);
    if (name === ignoreFile) isIgnored = readIgnored(directory);
    changed.add(name);
    const now = performance.now();
    if (timer === undefined) firstAt = now;
    clearTimeout(timer);
    timer = setTimeout(report, Math.max(0, Math.min(quietMs, firstAt + longestMs - now)));
  });
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve);
  });
  return {
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

const ignoreFile = '.dockerignore';
/** They are needed for the build, and not sent with the rest. */
const ofBuild: ReadonlySet<string> = new Set(['Dockerfile', ignoreFile]);

function readIgnored(directory: string): (file: string) => boolean {
  const file = path.join(directory, ignoreFile);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const rules = dockerignore().add(text);
  const exceptions = [...text.matchAll(/^\s*!\/?(.*?)\/?\s*$/gm)].map(([, pattern]) => pattern!);
  /** An ignored directory is not looked into, unless an exception may be in it. */
  function mayHaveException(name: string): boolean {
    return exceptions.some((each) => each.startsWith(`${name}/`) || /^[^/]*[*?[]/.test(each));
  }
  return (name) => {
    if (ofBuild.has(name)) return false;
    if (name === '.git' || name.startsWith('.git/')) return true;
    if (!rules.ignores(name)) return false;
    return !(mayHaveException(name) && isDirectory(path.join(directory, name)));
  };
}

function isDirectory(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function toSlashes(file: string): string {
  return file.split(path.sep).join('/');
}
