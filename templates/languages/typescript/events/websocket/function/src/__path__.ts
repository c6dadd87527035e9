import { inspect } from 'node:util';

import {
  ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import {
  DeleteItemCommand,
  DynamoDBClient,
  paginateQuery,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';

// Made when Lambda loads this module, and used for all events.
const dynamodb = new DynamoDBClient();

const room = { S: 'lobby' };

// API Gateway closes a connection after two hours, and does not always say so: the table deletes
// what has expired by itself.
const lifetimeInSeconds = 3 * 60 * 60;

/** Sends a message to all connections: replace this with what your function does. */
async function handleMessage(message: Buffer, api: ApiGatewayManagementApiClient): Promise<void> {
  const pages = paginateQuery(
    { client: dynamodb },
    {
      TableName: tableName(),
      KeyConditionExpression: 'room = :room',
      ExpressionAttributeValues: { ':room': room },
      ProjectionExpression: 'connectionId',
    },
  );
  for await (const { Items = [] } of pages) {
    const ids = Items.flatMap(({ connectionId }) => connectionId?.S ?? []);
    await Promise.all(ids.map((id) => send(message, id, api)));
  }
}

/** A connection that cannot be reached does not keep the message from the others. */
async function send(
  message: Buffer,
  connectionId: string,
  api: ApiGatewayManagementApiClient,
): Promise<void> {
  try {
    await api.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: message }));
    console.info(`message to ${connectionId}`);
  } catch (error) {
    if (isGone(error)) await disconnect(connectionId);
    else console.error(`no message to ${connectionId}:`, error);
  }
}

/** The connection is closed, and API Gateway did not say so. */
function isGone(error: unknown): boolean {
  return (
    error instanceof ApiGatewayManagementApiServiceException &&
    error.$metadata.httpStatusCode === 410
  );
}

/** Stores a connection. It takes messages only after the handler has returned. */
async function connect(connectionId: string): Promise<void> {
  const expiresAt = Math.floor(Date.now() / 1000) + lifetimeInSeconds;
  await dynamodb.send(
    new PutItemCommand({
      TableName: tableName(),
      Item: { room, connectionId: { S: connectionId }, expiresAt: { N: String(expiresAt) } },
    }),
  );
  console.info(`connected: ${connectionId}`);
}

async function disconnect(connectionId: string): Promise<void> {
  const Key = { room, connectionId: { S: connectionId } };
  await dynamodb.send(new DeleteItemCommand({ TableName: tableName(), Key }));
  console.info(`disconnected: ${connectionId}`);
}

/**
 * A chat behind a WebSocket API of API Gateway: keeps a table of who is connected, and sends each message
 * to all of them.
 *
 * If the handler throws, API Gateway refuses the connection, or tells the sender of the message that there
 * was an error.
 */
export async function handler(event: unknown): Promise<{ statusCode: number }> {
  const { requestContext, body, isBase64Encoded } = (event ?? {}) as Partial<WebSocketEvent>;
  const { eventType, connectionId, domainName, stage } = requestContext ?? {};
  if (!isFilled(connectionId)) {
    throw new TypeError('expected an event of a WebSocket API: requestContext with connectionId');
  }
  switch (eventType) {
    case 'CONNECT':
      await connect(connectionId);
      break;
    case 'MESSAGE':
      await handleMessage(decodeBody(body, isBase64Encoded), managementApi(domainName, stage));
      break;
    case 'DISCONNECT':
      await disconnect(connectionId);
      break;
    default:
      throw new TypeError(
        `expected the eventType CONNECT, MESSAGE or DISCONNECT, got: ${inspect(eventType)}`,
      );
  }
  return { statusCode: 200 };
}

/** Any field may be missing if the event is not from a WebSocket API. */
type WebSocketEvent = Omit<APIGatewayProxyWebsocketEventV2, 'requestContext'> & {
  requestContext: Partial<APIGatewayProxyWebsocketEventV2['requestContext']>;
};

/** The flag says whether the body is text, or bytes in Base64. */
function decodeBody(body: unknown, isBase64Encoded = false): Buffer {
  if (typeof body !== 'string') {
    throw new TypeError(`expected a message with a body, got: ${inspect(body)}`);
  }
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  // Buffer alone would leave out what is not Base64.
  if (isBase64Encoded && bytes.toString('base64') !== body) {
    throw new TypeError('expected a body in Base64');
  }
  return bytes;
}

const clients = new Map<string, ApiGatewayManagementApiClient>();

/** The client for the connections of a stage, which is made once. A test has an address of its own. */
function managementApi(domainName: unknown, stage: unknown): ApiGatewayManagementApiClient {
  if (!isFilled(domainName) || !isFilled(stage)) {
    throw new TypeError('expected a message with domainName and stage in its requestContext');
  }
  const { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: url = `https://${domainName}` } = process.env;
  const endpoint = `${url}/${stage}`;
  const client = clients.get(endpoint) ?? new ApiGatewayManagementApiClient({ endpoint });
  clients.set(endpoint, client);
  return client;
}

function tableName(): string {
  const { TABLE_NAME } = process.env;
  if (TABLE_NAME === undefined || TABLE_NAME === '') {
    throw new Error('expected the name of a DynamoDB table in TABLE_NAME');
  }
  return TABLE_NAME;
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
