import { readFileSync } from 'node:fs';
import path from 'node:path';

import { packageRoot } from '../../../scaffold/package-root.ts';

/** A sample event that generated functions have. */
export function sample(event: string, name: string): unknown {
  const directory = path.join(
    packageRoot,
    'templates/events',
    event,
    'function/events/__function__',
  );
  return JSON.parse(readFileSync(path.join(directory, `${name}.json`), 'utf8'));
}
