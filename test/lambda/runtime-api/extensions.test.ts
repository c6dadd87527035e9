import { expect, test } from 'vitest';

import { type RuntimeApi, startRuntimeApi } from '../../../lambda/runtime-api/start-runtime-api.ts';
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
  async function next() {
    const headers = { 'Lambda-Extension-Identifier': id };
    return JSON.parse((await client.call('GET', `${base}/event/next`, undefined, headers)).body);
  }
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

type Client = ReturnType<typeof runtimeClient>;

/** The identifier of an extension that has registered. */
async function registered(client: Client, name = 'mine'): Promise<string> {
  const headers = { 'Lambda-Extension-Name': name };
  const answer = await client.call('POST', `${base}/register`, '{"events":["INVOKE"]}', headers);
  expect(answer.status).toBe(200);
  return answer.headers['lambda-extension-identifier'] as string;
}

function nextEvent(client: Client, id: string) {
  return client.call('GET', `${base}/event/next`, undefined, { 'Lambda-Extension-Identifier': id });
}

function report(client: Client, kind: 'init' | 'exit', id: string, type = 'Extension.Oops') {
  return client.call('POST', `${base}/${kind}/error`, '{}', {
    'Lambda-Extension-Identifier': id,
    'Lambda-Extension-Function-Error-Type': type,
  });
}

/** The words of a refusal tell the state: for one that has had an event, whom init/error is always refused. */
async function stateOf(client: Client, id: string): Promise<string | undefined> {
  return /from (\w+)/.exec((await report(client, 'init', id)).body)?.[1];
}

/** One invocation from beginning to end. */
async function invokeOnce(api: RuntimeApi, client: Client): Promise<void> {
  const result = api.invoke('{}');
  await client.respond((await client.next()).id);
  await result;
}

test('register is refused once the runtime has asked for an event, but for external ones', async () => {
  await using api = await startRuntimeApi({ externalExtensions: ['watcher'] });
  using client = runtimeClient(api.address);
  void client.next().catch(() => {});
  await api.initialized();
  const headers = { 'Lambda-Extension-Name': 'mine' };
  expect(await client.call('POST', `${base}/register`, '{}', headers)).toMatchObject({
    status: 403,
    body: '{"errorMessage":"Extension registration closed already","errorType":"Extension.RegistrationClosed"}',
  });
  await registered(client, 'watcher');
});

const unknownId = '8a5e4f7c-0000-4000-8000-000000000000';

test.each([
  ['GET', 'event/next', '', 'Extension.MissingExtensionIdentifier'],
  ['GET', 'event/next', 'x', 'Extension.InvalidExtensionIdentifier'],
  ['GET', 'event/next', unknownId, 'Extension.UnknownExtensionIdentifier'],
  ['POST', 'init/error', '', 'Extension.MissingExtensionIdentifier'],
  ['POST', 'exit/error', unknownId, 'Extension.UnknownExtensionIdentifier'],
])('%s %s of %j is refused with %s', async (method, path, id, errorType) => {
  await using api = await startRuntimeApi();
  using client = runtimeClient(api.address);
  const headers = { 'Lambda-Extension-Identifier': id };
  const answer = await client.call(method, `${base}/${path}`, undefined, headers);
  expect(answer.status).toBe(403);
  expect(JSON.parse(answer.body)).toMatchObject({ errorType });
});

test.each(['init', 'exit'] as const)('%s/error needs the type of the error', async (kind) => {
  await using api = await startRuntimeApi();
  using client = runtimeClient(api.address);
  const id = await registered(client);
  expect(await report(client, kind, id, '')).toMatchObject({
    status: 403,
    body: '{"errorMessage":"Lambda-Extension-Function-Error-Type not found","errorType":"Extension.MissingHeader"}',
  });
});

test('init/error may come more than once, but not after next; nothing else comes after it', async () => {
  await using api = await startRuntimeApi();
  using client = runtimeClient(api.address);
  const id = await registered(client);
  expect(await report(client, 'init', id)).toMatchObject({ status: 202 });
  expect(await report(client, 'init', id)).toMatchObject({ status: 202 });
  expect(await nextEvent(client, id)).toMatchObject({ status: 403 });
  expect(await report(client, 'exit', id)).toMatchObject({
    status: 403,
    body: `{"errorMessage":"State transition from InitError to Exited failed for extension ${id}. Error: State transition is not allowed","errorType":"Extension.InvalidExtensionState"}`,
  });

  const other = await registered(client, 'other');
  const event = nextEvent(client, other);
  void api.invoke('{}').catch(() => {});
  await client.next();
  await event;
  expect(await report(client, 'init', other)).toMatchObject({ status: 403 });
  expect(await report(client, 'exit', other)).toMatchObject({ status: 202 });
});

test('an extension gets no more events once it has reported that it ends', async () => {
  await using api = await startRuntimeApi();
  using client = runtimeClient(api.address);
  const id = await registered(client);
  await invokeOnce(api, client);
  await nextEvent(client, id);
  let isEventThere = false;
  void nextEvent(client, id).then(
    () => (isEventThere = true),
    () => {},
  );
  await expect.poll(() => stateOf(client, id)).toBe('Ready');
  expect(await report(client, 'exit', id)).toMatchObject({ status: 202 });
  await invokeOnce(api, client);
  expect(await report(client, 'exit', id)).toMatchObject({ status: 202 });
  expect(isEventThere).toBe(false);
});

test('an extension that has lost its connection calls next again and loses no event', async () => {
  await using api = await startRuntimeApi();
  using client = runtimeClient(api.address);
  const id = await registered(client);
  await invokeOnce(api, client);
  expect(await nextEvent(client, id)).toMatchObject({ status: 200 });

  const gone = runtimeClient(api.address);
  const lost = nextEvent(gone, id).catch(() => 'lost');
  await expect.poll(() => stateOf(client, id)).toBe('Ready');
  expect(await nextEvent(client, id)).toMatchObject({ status: 403 });
  gone[Symbol.dispose]();
  expect(await lost).toBe('lost');
  await expect.poll(() => stateOf(client, id)).toBe('Running');
  await invokeOnce(api, client);
  expect(await nextEvent(client, id)).toMatchObject({ status: 200 });
});

test('whatever an extension reported first, the invocation fails with when the processes end', async () => {
  await using api = await startRuntimeApi();
  using client = runtimeClient(api.address);
  await report(client, 'exit', await registered(client));
  await report(client, 'init', await registered(client, 'other'));
  const result = api.invoke('{}', { requestId: 'one' });
  await client.next();
  api.runtimeExited('exit status 1');
  expect((await result).body.toString()).toBe(
    '{"errorType":"Extension.ExitError","errorMessage":"RequestId: one Error: exit status 1"}',
  );

  // The environment that is started anew knows nothing of it.
  const again = api.invoke('{}');
  await client.next();
  api.runtimeExited('exit status 1');
  expect((await again).error?.type).toBe('Runtime.ExitError');
});

test('an extension that cannot start fails the init', async () => {
  await using api = await startRuntimeApi({ externalExtensions: ['watcher'] });
  using client = runtimeClient(api.address);
  const initialized = api.initialized();
  await report(client, 'init', await registered(client, 'watcher'));
  api.runtimeExited();
  expect((await initialized)?.body.toString()).toBe(
    '{"errorType":"Extension.InitError","errorMessage":"RequestId:  Error: exit code 0"}',
  );
});
