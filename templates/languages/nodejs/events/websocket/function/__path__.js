import { inspect } from 'node:util';

import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import {
  DeleteItemCommand,
  DynamoDBClient,
  paginateQuery,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';

// Made when Lambda loads this module, and used for all events.
const dynamodb = new DynamoDBClient();

const room = { S: 'lobby' };

// API Gateway closes a connection after two hours, and does not always say so: the table deletes
// what has expired by itself.
const lifetimeInSeconds = 3 * 60 * 60;

/**
 * Sends a message to all connections: replace this with what your function does.
 *
 * @param {Uint8Array} message
 * @param {ApiGatewayManagementApiClient} api
 */
const handleMessage = async (message, api) => {
  const pages = paginateQuery(
    { client: dynamodb },
    {
      TableName: tableName(),
      KeyConditionExpression: 'room = :room',
      ExpressionAttributeValues: { ':room': room },
      ProjectionExpression: 'connectionId',
    },
  );
  for await (const { Items } of pages) {
    await Promise.all(Items.map(({ connectionId }) => send(message, connectionId.S, api)));
  }
};

/** A connection that cannot be reached does not keep the message from the others. */
const send = async (message, connectionId, api) => {
  try {
    await api.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: message }));
    console.log(`message to ${connectionId}`);
  } catch (error) {
    // Gone: the connection is closed, and API Gateway did not say so.
    if (error.$metadata?.httpStatusCode === 410) await disconnect(connectionId);
    else console.error(`no message to ${connectionId}:`, error);
  }
};

/** Stores a connection. It takes messages only after the handler has returned. */
const connect = async (connectionId) => {
  const expiresAt = Math.floor(Date.now() / 1000) + lifetimeInSeconds;
  await dynamodb.send(
    new PutItemCommand({
      TableName: tableName(),
      Item: { room, connectionId: { S: connectionId }, expiresAt: { N: String(expiresAt) } },
    }),
  );
  console.log(`connected: ${connectionId}`);
};

const disconnect = async (connectionId) => {
  const Key = { room, connectionId: { S: connectionId } };
  await dynamodb.send(new DeleteItemCommand({ TableName: tableName(), Key }));
  console.log(`disconnected: ${connectionId}`);
};

/**
 * A chat behind a WebSocket API of API Gateway: keeps a table of who is connected, and sends each message
 * to all of them.
 *
 * If the handler throws, API Gateway refuses the connection, or tells the sender of the message that there
 * was an error.
 *
 * @param {import('aws-lambda').APIGatewayProxyWebsocketEventV2} event
 * @returns {Promise<{ statusCode: number }>}
 */
export const handler = async (event) => {
  const { eventType, connectionId, domainName, stage } = event?.requestContext ?? {};
  if (!isFilled(connectionId)) {
    throw new TypeError('expected an event of a WebSocket API: requestContext with connectionId');
  }
  switch (eventType) {
    case 'CONNECT':
      await connect(connectionId);
      break;
    case 'MESSAGE':
      await handleMessage(decodeBody(event), managementApi(domainName, stage));
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
};

/** The flag says whether the body is text, or bytes in Base64. */
const decodeBody = ({ body, isBase64Encoded }) => {
  if (typeof body !== 'string') {
    throw new TypeError(`expected a message with a body, got: ${inspect(body)}`);
  }
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  // Buffer alone would leave out what is not Base64.
  if (isBase64Encoded && bytes.toString('base64') !== body) {
    throw new TypeError('expected a body in Base64');
  }
  return bytes;
};

const clients = new Map();

/** The client for the connections of a stage, which is made once. A test has an address of its own. */
const managementApi = (domainName, stage) => {
  if (!isFilled(domainName) || !isFilled(stage)) {
    throw new TypeError('expected a message with domainName and stage in its requestContext');
  }
  const { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: url = `https://${domainName}` } = process.env;
  const endpoint = `${url}/${stage}`;
  if (!clients.has(endpoint)) {
    clients.set(endpoint, new ApiGatewayManagementApiClient({ endpoint }));
  }
  return clients.get(endpoint);
};

const tableName = () => {
  const { TABLE_NAME } = process.env;
  if (!TABLE_NAME) throw new Error('expected the name of a DynamoDB table in TABLE_NAME');
  return TABLE_NAME;
};

const isFilled = (value) => typeof value === 'string' && value !== '';
