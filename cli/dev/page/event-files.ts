import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { maxPayloadBytes } from '../../../lambda/runtime-api/limits.ts';
import { PageError } from './page-error.ts';

/** The events of functions in a project: `events/FUNCTION/NAME.json`. They are read and written nowhere else. */
export interface EventFiles {
  /** The names of those of a function, in order. */
  list(functionName: string): Promise<string[]>;
  /** Rejects with a PageError. */
  read(functionName: string, name: string): Promise<string>;
  /** Rejects with a PageError, with status 409 if there is one and it is not to be replaced. */
  save(functionName: string, name: string, text: string, isReplaced: boolean): Promise<void>;
  /** Saves the response to an event that `make test` expects, and replaces the one there is. Rejects with a PageError. */
  saveExpected(functionName: string, name: string, text: string): Promise<void>;
}

/** On every file system; a dot would hide it, or make it the expected response of another one. */
const eventName = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/;
/** More are not worth a list. */
const mostListed = 500;

/** `functions` are the only names that directories may have. */
export function createEventFiles(project: string, functions: readonly string[]): EventFiles {
  function directoriesOf(functionName: string): [string, string] {
    if (!functions.includes(functionName)) {
      throw new PageError(404, `Expected a function of this project, found ${functionName}.`);
    }
    const events = path.join(project, 'events');
    return [events, path.join(events, functionName)];
  }

  /** Undefined if it does not exist. */
  async function directoryOf(functionName: string): Promise<string | undefined> {
    const directories = directoriesOf(functionName);
    for (const directory of directories) {
      if (!(await isDirectory(directory))) return undefined;
    }
    return directories[1];
  }

  async function makeDirectory(functionName: string): Promise<string> {
    const directories = directoriesOf(functionName);
    for (const directory of directories) {
      if (!(await isDirectory(directory))) await mkdir(directory);
    }
    return directories[1];
  }

  async function replace(functionName: string, file: string, text: string): Promise<void> {
    const directory = await makeDirectory(functionName);
    // Renaming replaces a link, and never what it points to.
    const written = path.join(directory, `.${randomUUID()}`);
    try {
      await writeNew(written, text);
      await rename(written, path.join(directory, file));
    } finally {
      await rm(written, { force: true });
    }
  }

  return {
    async list(functionName) {
      const directory = await directoryOf(functionName);
      if (directory === undefined) return [];
      const entries = await readdir(directory, { withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
        .map((entry) => path.basename(entry.name, '.json'))
        .filter((name) => eventName.test(name))
        .toSorted()
        .slice(0, mostListed);
    },
    async read(functionName, name) {
      checkName(name);
      const directory = await directoryOf(functionName);
      if (directory === undefined) throw missing(functionName, name);
      return readRegularFile(path.join(directory, `${name}.json`)).catch((error: unknown) => {
        if (error instanceof PageError) throw error;
        throw missing(functionName, name);
      });
    },
    async save(functionName, name, text, isReplaced) {
      checkName(name);
      if (isReplaced) {
        await replace(functionName, `${name}.json`, text);
        return;
      }
      const directory = await makeDirectory(functionName);
      await writeNew(path.join(directory, `${name}.json`), text).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
          throw new PageError(409, `There is already a file ${relative(functionName, name)}.`);
        },
      );
    },
    async saveExpected(functionName, name, text) {
      checkName(name);
      await replace(functionName, `${name}.expected.json`, text);
    },
  };
}

function checkName(name: string): void {
  if (eventName.test(name)) return;
  throw new PageError(
    400,
    `Expected a name of at most 64 letters, digits, - and _, found ${JSON.stringify(name)}.`,
  );
}

function relative(functionName: string, name: string): string {
  return `events/${functionName}/${name}.json`;
}

function missing(functionName: string, name: string): PageError {
  return new PageError(404, `There is no file ${relative(functionName, name)}.`);
}

/** Rejects with a PageError for what is there and is none, such as a link that leads out of the project. */
async function isDirectory(directory: string): Promise<boolean> {
  const found = await lstat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined || found.isDirectory()) return found !== undefined;
  throw new PageError(409, `Expected ${directory} to be a directory, found something else.`);
}

async function readRegularFile(file: string): Promise<string> {
  // On Windows, there is no such flag.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const found = await handle.stat();
    if (!found.isFile() || found.size > maxPayloadBytes) {
      throw new PageError(409, `Expected a file of at most ${maxPayloadBytes} bytes: ${file}`);
    }
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Never follows a link. */
async function writeNew(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o644);
  try {
    await handle.writeFile(text.endsWith('\n') ? text : `${text}\n`);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}
