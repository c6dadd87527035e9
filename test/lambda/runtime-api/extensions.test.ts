import { expect, test } from 'vitest';

import { startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';
import { runtimeClient } from './runtime-client.ts';

const base = '/2020-01-01/extension';

test('an external extension sees invocations and the end', async () => {
  await using api = await startRuntimeApi({ externalExtensions: ['watcher'] });
  using client = runtimeClient(api.address);
  const register = await client.call(
    'POST',
    `${base}/register`,
    '{"events":["INVOKE","SHUTDOWN"]}',
    { 'Lambda-Extension-Name': 'watcher' },
  );
  expect(register).toMatchObject({
    status: 200,
    body: '{"functionName":"test_function","functionVersion":"$LATEST","handler":""}',
  });
  const id = register.headers['lambda-extension-identifier'] as string;
  const next = async () => {
    const headers = { 'Lambda-Extension-Identifier': id };
    return JSON.parse((await client.call('GET', `${base}/event/next`, undefined, headers)).body);
  };
  const invoke = next();
  const result = api.invoke('{}', { requestId: 'one' });
  const { id: requestId } = await client.next();
  expect(await invoke).toMatchObject({ eventType: 'INVOKE', requestId: 'one' });
  await client.respond(requestId);
  await result;
  expect(api.shutDown('spindown')).toBe(2000);
  expect(await next()).toMatchObject({ eventType: 'SHUTDOWN', shutdownReason: 'spindown' });
});

test('without extensions there is no time to end; with an internal one there is half a second', async () => {
  await using api = await startRuntimeApi();
  using client = runtimeClient(api.address);
  expect(api.shutDown('spindown')).toBe(0);
  const headers = { 'Lambda-Extension-Name': 'mine' };
  await client.call('POST', `${base}/register`, '{"events":["INVOKE"]}', headers);
  expect(api.shutDown('spindown')).toBe(500);
});

test.each([
  ['no name', {}, '{}', 'Extension.InvalidExtensionName'],
  ['no JSON', { 'Lambda-Extension-Name': 'x' }, 'x', 'InvalidRequestFormat'],
  ['null', { 'Lambda-Extension-Name': 'x' }, 'null', 'InvalidRequestFormat'],
  [
    'SHUTDOWN for an internal one',
    { 'Lambda-Extension-Name': 'x' },
    '{"events":["SHUTDOWN"]}',
    'Extension.InvalidEventType',
  ],
])('register is refused: %s', async (_, headers, body, errorType) => {
  await using api = await startRuntimeApi();
  using client = runtimeClient(api.address);
  const answer = await client.call('POST', `${base}/register`, body, headers);
  expect(answer.status).toBe(403);
  expect(JSON.parse(answer.body)).toMatchObject({ errorType });
});

test('next is refused to who has not registered', async () => {
  await using api = await startRuntimeApi();
  using client = runtimeClient(api.address);
  const answer = await client.call('GET', `${base}/event/next`);
  expect(answer).toMatchObject({ status: 403 });
  expect(answer.body).toContain('Extension.UnknownExtensionIdentifier');
});
