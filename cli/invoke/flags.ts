import type { Flag } from '../../terminal/flags.ts';

/** Memory in MB and time in seconds, as in the configuration of a function. */
export const limits = {
  memory: { least: 128, most: 10_240, default: 128 },
  timeout: { least: 1, most: 900, default: 3 },
};

export const invokeFlags: readonly Flag[] = [
  {
    name: 'event',
    short: 'e',
    placeholder: 'file',
    help: 'JSON file with the event, - for standard input (default: the event {})',
  },
  { name: 'data', short: 'd', placeholder: 'json', help: 'the event itself' },
  {
    name: 'handler',
    placeholder: 'name',
    help: "in place of the image's CMD",
  },
  {
    name: 'memory',
    short: 'm',
    placeholder: 'mb',
    help: `memory, and with it the share of a CPU: ${limits.memory.least} to ${limits.memory.most} (default: ${limits.memory.default})`,
  },
  {
    name: 'timeout',
    short: 't',
    placeholder: 'seconds',
    help: `how long an invocation may take: ${limits.timeout.least} to ${limits.timeout.most} (default: ${limits.timeout.default})`,
  },
  {
    name: 'env',
    placeholder: 'name[=value]',
    isRepeatable: true,
    help: 'a variable of the function; without =value, as it is here; repeatable',
  },
  { name: 'json', help: 'one JSON document on standard output' },
];
