import {
  type RuntimeApi,
  type RuntimeApiOptions,
  startRuntimeApi,
} from '../runtime-api/start-runtime-api.ts';

/** Docker Desktop's host name for its machine; Linux engines need a flag for it. */
const hostName = 'host.docker.internal';

export interface ReachableRuntimeApi {
  api: RuntimeApi;
  /** The value of AWS_LAMBDA_RUNTIME_API in a container. */
  address: string;
  /** The flags of `docker create` that make the address resolvable. */
  options: readonly string[];
}

/**
 * Starts the Runtime API on an address that containers can reach and other machines cannot: this machine's address in
 * the container network, or the loopback address if the engine is in a virtual machine that forwards to it (Docker
 * Desktop).
 */
export async function startReachableRuntimeApi(
  gateway: string | undefined,
  options: RuntimeApiOptions,
): Promise<ReachableRuntimeApi> {
  if (gateway !== undefined) {
    try {
      const api = await startRuntimeApi({ ...options, host: gateway });
      return { api, address: api.address, options: [] };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRNOTAVAIL') throw error;
    }
  }
  const api = await startRuntimeApi({ ...options, host: '127.0.0.1' });
  return {
    api,
    address: api.address.replace('127.0.0.1', hostName),
    options: ['--add-host', `${hostName}:host-gateway`],
  };
}
