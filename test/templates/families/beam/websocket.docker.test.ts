import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { startSandbox } from '../../../../lambda/sandbox/start-sandbox.ts';
import { makeCertificate } from '../../../docker/aws/make-certificate.ts';
import { startAws } from '../../../docker/aws/start-aws.ts';
import { chosenBoot } from '../../../docker/boot.ts';
import { combinations, hasDefaultVersion, isFullMatrix } from '../../../docker/combinations.ts';
import { add } from '../../../docker/edit-project.ts';
import { generateProject } from '../../../docker/project.ts';

/** A base for each language: libraries and certificate authorities are those of the base. */
const base: Readonly<Record<string, string>> = { elixir: 'scratch', erlang: 'debian' };

const chats = combinations.filter(
  (combination) =>
    combination.language in base &&
    (isFullMatrix ||
      (hasDefaultVersion(combination) && combination.base === base[combination.language])),
);

describe.concurrent.each(chats)('a chat in $language $version on $base', (combination) => {
  test('stores, sends and deletes over TLS, with signed requests', async () => {
    await using project = await generateProject({
      ...combination,
      name: 'chat',
      event: 'websocket',
    });
    const { authority, server } = await makeCertificate(path.dirname(project.directory));
    await add(project, 'priv/ca.pem', await readFile(authority.file, 'utf8'));
    const image = await project.build('function');
    expect(await chosenBoot(image)).toMatch(/^lean: /);

    await using aws = await startAws({ certificate: server });
    const env = {
      ...aws.env,
      TABLE_NAME: 'connections',
      AWS_CA_BUNDLE: '/var/task/lib/chat-0.1.0/priv/ca.pem',
    };
    await using sandbox = await startSandbox({ image, env, memoryMb: 1769, timeoutMs: 60_000 });

    /** As API Gateway does, with the address of the stand-in: no variable says where messages go. */
    async function send(eventType: string, connectionId: string, body?: string) {
      const domainName = new URL(aws.url).host;
      const requestContext = { eventType, connectionId, domainName, stage: 'prod' };
      const { result } = await sandbox.invoke(JSON.stringify({ requestContext, body }));
      expect(JSON.parse(result.body.toString())).toEqual({ statusCode: 200 });
      return aws.requests.splice(0).map(({ service, path: to, status, body: input }) => {
        return { service, to: decodeURIComponent(to), status, input };
      });
    }

    const ids = ['Zx1kRdbUFiACEvg=', 'gone/1=', 'Zx0z-cPSliACFHw=', 'Zx1bVf2UliACJ6A='];
    for (const id of ids) {
      expect(await send('CONNECT', id)).toMatchObject([{ service: 'dynamodb', status: 200 }]);
    }
    function post(id: string, status = 200) {
      return {
        service: 'execute-api',
        to: `/prod/@connections/${id}`,
        status,
        input: 'Hello, José!',
      };
    }
    const dynamodb = { service: 'dynamodb', to: '/', status: 200 };
    // Two pages of two.
    const [first, second, ...sent] = await send('MESSAGE', ids[0]!, 'Hello, José!');
    expect([first, second]).toMatchObject([dynamodb, dynamodb]);
    expect(sent.slice(0, -1)).toEqual(
      ids.toSorted().map((id) => post(id, id.startsWith('gone') ? 410 : 200)),
    );
    expect(sent.at(-1)).toMatchObject({ ...dynamodb, input: expect.stringContaining('gone/1=') });

    await send('DISCONNECT', ids[0]!);
    const [query, ...left] = await send('MESSAGE', ids[2]!, 'Hello, José!');
    expect(query).toMatchObject(dynamodb);
    expect(left).toEqual([ids[2]!, ids[3]!].toSorted().map((id) => post(id)));
  });
});
