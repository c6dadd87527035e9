import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { expect } from 'vitest';

/** An event in a project, and the response to it. */
export interface SampleEvent {
  name: string;
  /** As JSON. */
  event: string;
  /** For `toEqual`: of an error, only its type counts. */
  expected: unknown;
}

/** All events of a function. */
export async function sampleEvents(directory: string, fn: string): Promise<SampleEvent[]> {
  const events = path.join(directory, 'events', fn);
  const files = (await readdir(events)).filter(
    (file) => file.endsWith('.json') && !file.endsWith('.expected.json'),
  );
  return Promise.all(
    files.map(async (file) => {
      const name = path.basename(file, '.json');
      return {
        name,
        event: await readFile(path.join(events, file), 'utf8'),
        expected: expectation(
          JSON.parse(await readFile(path.join(events, `${name}.expected.json`), 'utf8')),
        ),
      };
    }),
  );
}

function expectation(response: unknown): unknown {
  const isError = Object.keys(response ?? {}).join() === 'errorType';
  return isError ? expect.objectContaining(response as object) : response;
}
