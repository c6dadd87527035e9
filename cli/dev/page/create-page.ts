import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';

import type { Catalog } from '../../../scaffold/catalog/catalog.ts';
import type { ProjectHere } from '../../../scaffold/project/project-in.ts';
import { sampleSources } from '../../../scaffold/samples/sample-sources.ts';
import { createEventFiles } from './event-files.ts';
import { pageToken } from './page-token.ts';
import { pagePath, type PageOptions, servePage } from './serve-page.ts';

export interface Page {
  readonly listener: RequestListener;
  /** Of the page with its token, below the URL of the server. */
  readonly path: string;
}

export interface CreatePageOptions extends Pick<
  PageOptions,
  'functions' | 'asynchronous' | 'journal' | 'failedEvents' | 'onError'
> {
  readonly directory: string;
  readonly catalog: Catalog;
}

/** The page of a project. */
export function createPage(
  { name, functions }: ProjectHere,
  { directory, catalog, ...served }: CreatePageOptions,
): Page {
  const sources = sampleSources(catalog);
  const samples = new Map(
    functions.map((fn) => {
      const files = sources.find(({ id }) => id === fn.event)?.samples ?? new Map<string, string>();
      return [
        fn.name,
        new Map([...files].map(([sample, file]) => [sample, readFileSync(file, 'utf8')])),
      ];
    }),
  );
  const token = pageToken(directory);
  const listener = servePage({
    ...served,
    project: name,
    pageFunctions: functions.map(({ name: functionName, event, handler }) => {
      const { memoryMb, timeoutMs } = served.functions.get(functionName)!;
      return { name: functionName, event, handler, memoryMb, timeoutMs };
    }),
    token,
    files: createEventFiles(
      directory,
      functions.map((fn) => fn.name),
    ),
    samples: (functionName) => samples.get(functionName) ?? new Map(),
  });
  return { listener, path: `${pagePath}#token=${token}` };
}
