import {
  GetFunctionCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  InvalidParameterValueException,
  InvalidRequestContentException,
  LambdaClient,
  ListFunctionsCommand,
  RequestTooLargeException,
  ResourceNotFoundException,
  ServiceException,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';

import { type Handler, startTestApi } from './start-test-api.ts';

/** Echoes its event and what it was told. */
const echo: Handler = async (event, options) => ({
  body: Buffer.from(JSON.stringify({ event: JSON.parse(event.toString()), options })),
  log: 'START\nhello\nEND\nREPORT\n',
});

const failure = { type: 'Orders.NotFound', payload: Buffer.from('{"errorType":"NotFound"}') };

const handlers = {
  echo,
  fail: async () => ({ body: failure.payload, error: failure }),
  broken: async () => {
    throw new Error('The image could not be built.');
  },
  stream: async (_event, { onChunk }) => {
    await onChunk!(Buffer.from('first '), 'text/plain');
    await onChunk!(Buffer.from('second'), 'text/plain');
    return { isStreamed: true };
  },
  'stream-fails': async (_event, { onChunk }) => {
    await onChunk!(Buffer.from('first'), 'text/plain');
    return { isStreamed: true, error: failure };
  },
} satisfies Readonly<Record<string, Handler>>;

async function connect() {
  const api = await startTestApi(handlers);
  const client = new LambdaClient({
    endpoint: `http://127.0.0.1:${api.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return {
    api,
    client,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await api[Symbol.asyncDispose]();
    },
  };
}

function json(payload: Uint8Array | undefined): unknown {
  return JSON.parse(Buffer.from(payload!).toString());
}

test('a function is invoked, and told how', async () => {
  await using server = await connect();
  const response = await server.client.send(
    new InvokeCommand({
      FunctionName: 'arn:aws:lambda:eu-west-1:123456789012:function:echo:live',
      Payload: '{"name":"Ada"}',
      ClientContext: Buffer.from('{"client":{}}').toString('base64'),
      LogType: 'Tail',
    }),
  );
  const { StatusCode, ExecutedVersion, FunctionError, LogResult, $metadata } = response;
  expect({ StatusCode, ExecutedVersion, FunctionError }).toStrictEqual({
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    FunctionError: undefined,
  });
  expect(Buffer.from(LogResult!, 'base64').toString()).toBe('START\nhello\nEND\nREPORT\n');
  expect(json(response.Payload)).toMatchObject({
    event: { name: 'Ada' },
    options: {
      requestId: $metadata.requestId,
      functionArn: 'arn:aws:lambda:us-east-1:012345678912:function:echo:live',
      clientContext: '{"client":{}}',
      traceId: expect.stringMatching(
        /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
      ),
    },
  });
});

test('without a payload, the event is an empty object', async () => {
  await using server = await connect();
  const { Payload } = await server.client.send(new InvokeCommand({ FunctionName: 'echo' }));
  expect(json(Payload)).toMatchObject({ event: {} });
});

test('an error of the function is a response with its name', async () => {
  await using server = await connect();
  const response = await server.client.send(new InvokeCommand({ FunctionName: 'fail' }));
  expect(response.StatusCode).toBe(200);
  expect(response.FunctionError).toBe('Unhandled');
  expect(json(response.Payload)).toStrictEqual({ errorType: 'NotFound' });
});

test('a dry run starts nothing', async () => {
  await using server = await connect();
  const input = { FunctionName: 'broken', InvocationType: 'DryRun' } as const;
  const { StatusCode } = await server.client.send(new InvokeCommand(input));
  expect(StatusCode).toBe(204);
});

test.each([
  ['a function that is not there', { FunctionName: 'none' }, ResourceNotFoundException, 404],
  ['a name that cannot be', { FunctionName: 'a b' }, InvalidParameterValueException, 400],
  [
    'two qualifiers',
    { FunctionName: 'echo:a', Qualifier: 'b' },
    InvalidParameterValueException,
    400,
  ],
  [
    'a payload that is not JSON',
    { FunctionName: 'echo', Payload: '{' },
    InvalidRequestContentException,
    400,
  ],
  [
    'a payload of 6 MB and a byte',
    { FunctionName: 'echo', Payload: `"${'a'.repeat(6_291_455)}"` },
    RequestTooLargeException,
    413,
  ],
  [
    'an event of 1 MB and a byte',
    { FunctionName: 'echo', InvocationType: 'Event', Payload: `"${'a'.repeat(1_048_575)}"` },
    RequestTooLargeException,
    413,
  ],
  [
    'a client context that is not JSON',
    { FunctionName: 'echo', ClientContext: 'AAAA' },
    InvalidRequestContentException,
    400,
  ],
  ['a function that cannot be started', { FunctionName: 'broken' }, ServiceException, 500],
] as const)('%s is an exception of the SDK', async (_title, input, exception, status) => {
  await using server = await connect();
  const error: unknown = await server.client.send(new InvokeCommand(input)).catch((each) => each);
  expect(error).toBeInstanceOf(exception);
  expect(error).toMatchObject({ $metadata: { httpStatusCode: status } });
  expect((error as Error).message).not.toBe('');
});

test('a payload of 6 MB arrives', async () => {
  await using server = await connect();
  const Payload = `"${'a'.repeat(6_291_454)}"`;
  const response = await server.client.send(new InvokeCommand({ FunctionName: 'echo', Payload }));
  expect(json(response.Payload)).toMatchObject({ event: JSON.parse(Payload) });
});

async function streamed(client: LambdaClient, FunctionName: string) {
  const command = new InvokeWithResponseStreamCommand({ FunctionName, LogType: 'Tail' });
  const { EventStream, ExecutedVersion } = await client.send(command);
  const chunks: string[] = [];
  let complete: unknown;
  for await (const event of EventStream!) {
    if (event.PayloadChunk) chunks.push(Buffer.from(event.PayloadChunk.Payload!).toString());
    if (event.InvokeComplete) complete = event.InvokeComplete;
  }
  return { ExecutedVersion, chunks, complete };
}

test('a streamed response comes in its chunks', async () => {
  await using server = await connect();
  expect(await streamed(server.client, 'stream')).toStrictEqual({
    ExecutedVersion: '$LATEST',
    chunks: ['first ', 'second'],
    complete: { LogResult: '' },
  });
});

test('a stream that fails midway ends with the error', async () => {
  await using server = await connect();
  expect(await streamed(server.client, 'stream-fails')).toMatchObject({
    chunks: ['first'],
    complete: { ErrorCode: 'Orders.NotFound', ErrorDetails: '{"errorType":"NotFound"}' },
  });
});

test('a buffered response is one chunk of a stream', async () => {
  await using server = await connect();
  const { chunks } = await streamed(server.client, 'echo');
  expect(chunks).toHaveLength(1);
});

test('waiters and lists find the functions', async () => {
  await using server = await connect();
  const { client } = server;
  const waited = await waitUntilFunctionActiveV2(
    { client, maxWaitTime: 10 },
    { FunctionName: 'echo' },
  );
  expect(waited.state).toBe('SUCCESS');
  const { Functions } = await client.send(new ListFunctionsCommand());
  expect(Functions!.map(({ FunctionName }) => FunctionName)).toStrictEqual(Object.keys(handlers));
  const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: 'echo' }));
  expect(Configuration).toMatchObject({ PackageType: 'Image', MemorySize: 128, Timeout: 3 });
});
