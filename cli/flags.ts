import type { Flag } from '../terminal/flags.ts';

/** Lambda's limits and defaults: memory in MB, timeout in seconds. */
export const limits = {
  memory: { least: 128, most: 10_240, default: 128 },
  timeout: { least: 1, most: 900, default: 3 },
  /** A function without its usual network may wait before it reports an error. */
  checkTimeout: { least: 1, most: 900, default: 30 },
  port: { least: 1, most: 65_535, default: 9000 },
  /** Execution environments of a function on this machine. */
  concurrency: { least: 1, most: 100, default: 10 },
  /** After an error of a function that was invoked asynchronously. */
  asyncRetries: { least: 0, most: 2, default: 2 },
  /** In seconds. */
  retryDelay: { least: 0, most: 900, default: 1 },
  /** Lambda's: of messages or records in one event, and in seconds. */
  batchSize: { least: 1, most: 10_000 },
  batchWindow: { least: 0, most: 300 },
  /** Of copies of a message. */
  count: { least: 1, most: 10_000, default: 1 },
};

function timeoutFlag(usual: number): Flag {
  const { least, most } = limits.timeout;
  return {
    name: 'timeout',
    short: 't',
    placeholder: 'seconds',
    help: `how long an invocation may take: ${least} to ${most} (default: ${usual})`,
  };
}

/** Every flag of the commands for images, once, so that a name means the same everywhere. */
const flags = {
  event: {
    name: 'event',
    short: 'e',
    placeholder: 'file',
    help: 'JSON file with the event, - for standard input (default: the event {})',
  },
  data: { name: 'data', short: 'd', placeholder: 'json', help: 'the event itself' },
  handler: { name: 'handler', placeholder: 'name', help: "override the image's CMD" },
  memory: {
    name: 'memory',
    short: 'm',
    placeholder: 'mb',
    help: `memory of the function, and with it its share of a CPU: ${limits.memory.least} to ${limits.memory.most} (default: ${limits.memory.default})`,
  },
  devMemory: {
    name: 'memory',
    short: 'm',
    placeholder: 'mb',
    help: `memory of each function: ${limits.memory.least} to ${limits.memory.most} (default: ${limits.memory.default})`,
  },
  timeout: timeoutFlag(limits.timeout.default),
  checkTimeout: timeoutFlag(limits.checkTimeout.default),
  env: {
    name: 'env',
    placeholder: 'name[=value]',
    isRepeatable: true,
    help: 'environment variable of the function; without =value, it is copied from your shell; repeatable',
  },
  envFile: {
    name: 'env-file',
    placeholder: 'file',
    isRepeatable: true,
    help: 'file with environment variables of the function, as for docker run: a name=value a line; repeatable',
  },
  noNetwork: {
    name: 'no-network',
    help: 'the function reaches nothing but the Runtime API',
  },
  port: {
    name: 'port',
    short: 'p',
    placeholder: 'port',
    help: `where to listen (default: ${limits.port.default})`,
  },
  host: {
    name: 'host',
    placeholder: 'address',
    help: 'listen on another address, such as 0.0.0.0: whoever reaches it can invoke the functions (default: this machine only)',
  },
  allowHost: {
    name: 'allow-host',
    placeholder: 'name',
    isRepeatable: true,
    help: 'another name of this machine that requests may be sent to, such as host.docker.internal; repeatable',
  },
  concurrency: {
    name: 'concurrency',
    placeholder: 'number',
    help: `the most execution environments of a function; further invocations wait (default: ${limits.concurrency.default})`,
  },
  bucket: {
    name: 'bucket',
    placeholder: 'name=directory',
    isRepeatable: true,
    help: 'directory that stands for an S3 bucket: a file put there is an event for the functions with the event s3; repeatable',
  },
  schedule: {
    name: 'schedule',
    placeholder: 'expression',
    isValueOptional: true,
    help: "invoke the functions with the event schedule when they are due: --schedule='rate(1 minute)' or a cron(…) of EventBridge (default: the expression that deploy tools are given)",
  },
  batchSize: {
    name: 'batch-size',
    placeholder: 'number',
    help: 'the most messages or records in one event (default: as generated for the deploy tools: 10 of SQS, 100 of a stream)',
  },
  batchWindow: {
    name: 'batch-window',
    placeholder: 'seconds',
    help: `how long a smaller batch waits for more: ${limits.batchWindow.least} to ${limits.batchWindow.most} (default: 0)`,
  },
  asyncRetries: {
    name: 'async-retries',
    placeholder: 'number',
    help: `how often an event is sent again that a function has failed for, if nobody waits for the response: ${limits.asyncRetries.least} to ${limits.asyncRetries.most} (default: ${limits.asyncRetries.default})`,
  },
  retryDelay: {
    name: 'retry-delay',
    placeholder: 'seconds',
    help: `how long a failed event, message or batch waits for that: minutes on Lambda (default: ${limits.retryDelay.default})`,
  },
  noFreeze: {
    name: 'no-freeze',
    help: 'let processes run between invocations, which Lambda does not',
  },
  http: {
    name: 'http',
    placeholder: 'kind',
    help: 'what is in front of functions for HTTP: url, a function URL, or apigw-v2, an HTTP API (default: url)',
  },
  exact: {
    name: 'exact',
    help: 'build the whole image for every change, as `make build` does',
  },
  json: { name: 'json', help: 'print one JSON document on standard output' },
  devJson: {
    name: 'json',
    help: 'print what happens on standard output, one JSON document a line',
  },
  noRun: { name: 'no-run', help: 'only read the image, do not start it' },
  arch: {
    name: 'arch',
    placeholder: 'name',
    help: 'architecture of the function: amd64 (x86_64) or arm64 (aarch64); default: that of the image',
  },
  maxSize: {
    name: 'max-size',
    placeholder: 'size',
    help: 'maximum size of all layers, uncompressed, such as 250MB (default: 10GiB, as on Lambda)',
  },
  ignore: {
    name: 'ignore',
    placeholder: 'rule',
    isRepeatable: true,
    help: 'skip a rule; repeatable',
  },
  size: { name: 'size', help: 'show the largest files and directories as a tree' },
  explain: { name: 'explain', placeholder: 'rule', help: 'explain a rule; needs no image' },
  elf: {
    name: 'elf',
    placeholder: 'file',
    isRepeatable: true,
    help: 'instead of an image: binaries and libraries of a zip file or a layer; repeatable, or followed by more files',
  },
  against: {
    name: 'against',
    placeholder: 'system',
    help: 'with --elf, the system to run on: al2, al2023, debian:11, debian:12, debian:13 or GLIBC_x.y',
  },
} satisfies Readonly<Record<string, Flag>>;

export const invokeFlags: readonly Flag[] = [
  flags.event,
  flags.data,
  flags.handler,
  flags.memory,
  flags.timeout,
  flags.env,
  flags.envFile,
  flags.noNetwork,
  flags.json,
];

export const checkFlags: readonly Flag[] = [
  flags.noRun,
  flags.event,
  flags.data,
  flags.handler,
  flags.memory,
  flags.checkTimeout,
  flags.env,
  flags.envFile,
  flags.noNetwork,
  flags.arch,
  flags.maxSize,
  flags.ignore,
  flags.size,
  flags.json,
  flags.explain,
  flags.elf,
  flags.against,
];

export const sendFlags: readonly Flag[] = [
  { ...flags.data, placeholder: 'text', help: 'the message itself, instead of a file' },
  { name: 'lines', help: 'one message for each line of the file that is not empty' },
  {
    name: 'count',
    placeholder: 'number',
    help: `how often to send it: ${limits.count.least} to ${limits.count.most} (default: ${limits.count.default})`,
  },
  {
    name: 'function',
    placeholder: 'name',
    help: 'the function that gets it, if several have this source',
  },
  { name: 'group', placeholder: 'id', help: 'sqs: send it to a FIFO queue, in this message group' },
  { name: 'partition-key', placeholder: 'key', help: 'kinesis: its partition key' },
  { name: 'subject', placeholder: 'text', help: 'sns: its subject' },
  { name: 'detail-type', placeholder: 'type', help: 'eventbridge: its detail-type' },
  { name: 'failed', help: 'send again what has failed until its last attempt' },
  {
    ...flags.port,
    help: `where dev listens (default: the port in AWS_ENDPOINT_URL_LAMBDA, or ${limits.port.default})`,
  },
];

export const devFlags: readonly Flag[] = [
  flags.port,
  flags.host,
  flags.allowHost,
  flags.devMemory,
  flags.timeout,
  flags.env,
  flags.envFile,
  flags.concurrency,
  flags.bucket,
  flags.schedule,
  flags.batchSize,
  flags.batchWindow,
  flags.asyncRetries,
  flags.retryDelay,
  flags.noFreeze,
  flags.http,
  flags.exact,
  flags.devJson,
];
