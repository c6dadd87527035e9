import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { engine } from '../../../lambda/docker/engine.ts';

interface Item {
  readonly connectionId: { readonly S: string };
}

interface Operation {
  readonly Item?: Item;
  readonly Key?: Item;
}

/** A DynamoDB table of connections, as far as the generated chat uses one. */
export interface Table extends AsyncDisposable {
  /** For the containers of functions. */
  readonly url: string;
  /** Of those that are connected. */
  readonly connectionIds: ReadonlySet<string>;
}

export async function startTable(): Promise<Table> {
  const connectionIds = new Set<string>();
  const server = createServer(async (request, response) => {
    const { Item: put, Key: removed } = (await json(request)) as Operation;
    if (put !== undefined) connectionIds.add(put.connectionId.S);
    if (removed !== undefined) connectionIds.delete(removed.connectionId.S);
    const items = [...connectionIds].map((id) => ({ connectionId: { S: id } }));
    response
      .writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify({ Items: items, Count: items.length }));
  });
  const { gateway } = await engine(60_000);
  server.listen(0, gateway);
  await once(server, 'listening');
  return {
    url: `http://${gateway}:${(server.address() as AddressInfo).port}`,
    connectionIds,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
