import type { Connections } from '../../lambda/invoke-api/websocket-front/connections.ts';
import { createManagementApi } from '../../lambda/invoke-api/websocket-front/management-api.ts';
import type { SandboxOptions } from '../../lambda/sandbox/sandbox.ts';

/** The id of the event whose functions have WebSocket clients. */
export const webSocketEvent = 'websocket';

/** Their connections, which functions post messages to. */
export interface WebSocketClients {
  readonly connections: Connections;
  /** What the functions of this event need. */
  settingsFor(event: string): Pick<SandboxOptions, 'services'> & { readonly env: Env };
}

type Env = Readonly<Record<string, string>>;

export function createWebSocketClients(): WebSocketClients {
  const connections: Connections = new Map();
  const services = {
    listener: createManagementApi(connections),
    variables: ['AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI'],
  };
  // The SDKs send nothing without them.
  const env = { AWS_ACCESS_KEY_ID: 'dev', AWS_SECRET_ACCESS_KEY: 'dev' };
  return {
    connections,
    settingsFor: (event) => (event === webSocketEvent ? { services, env } : { env: {} }),
  };
}
