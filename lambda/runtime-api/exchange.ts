import type { IncomingMessage, ServerResponse } from 'node:http';

import type { ExecutionEnvironment } from './execution-environment.ts';
import type { Extensions, FunctionFacts } from './extensions.ts';

/** A request to the Runtime API, and what is needed to answer it. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  executionEnvironment: ExecutionEnvironment;
  functionArn: string;
  extensions: Extensions;
  facts: FunctionFacts;
}

/** A header that has a value: an empty one is as good as none. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
