import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Names of handlers, as they stand in CMD. */
export interface Handlers {
  handler: string;
  /** Answers every event with a streamed response. Absent where the client has no such responses. */
  streamingHandler?: string;
  /** In a module that is there. */
  missingFunction: string;
  /** Absent where all functions are in one module, or in one binary. */
  missingModule?: string;
  /** In a module that fails when it is loaded. */
  unloadable: string;
}

/** The directory with the files that make a generated project of a language the function under test. */
export function functionFiles(language: string): string {
  return path.join(import.meta.dirname, 'functions', language, 'files');
}

/** What takes the events of a function from Lambda. */
interface Client {
  /** With its version, if it has one of its own. */
  name: string;
  /** Whose it is, in the words of the docs. */
  origin: string;
}

/** functions/<language>/function.json. */
interface Manifest extends Handlers {
  /** Or the id of the language that has the same, and so the same deviations. */
  client: Client | string;
}

interface FunctionUnderTest extends Handlers {
  client: Client;
}

/** Throws if there is no function under test in that language. */
export function readFunction(language: string): FunctionUnderTest {
  const manifest = readManifest(language);
  const { client } = manifest;
  return { ...manifest, client: typeof client === 'string' ? readFunction(client).client : client };
}

/** The language whose directory says what client a language has, and how that deviates. */
export function clientOwner(language: string): string {
  const { client } = readManifest(language);
  return typeof client === 'string' ? client : language;
}

function readManifest(language: string): Manifest {
  const file = path.join(import.meta.dirname, 'functions', language, 'function.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
