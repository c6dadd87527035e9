import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** An event in a project, and the response to it, as JSON. */
export interface SampleEvent {
  name: string;
  event: string;
  expected: string;
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
        expected: await readFile(path.join(events, `${name}.expected.json`), 'utf8'),
      };
    }),
  );
}
