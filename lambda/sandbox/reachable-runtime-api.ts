import {
  type RuntimeApi,
  type RuntimeApiOptions,
  startRuntimeApi,
} from '../runtime-api/start-runtime-api.ts';

/** The name that Docker Desktop gives the machine on which it runs; Linux engines know it by the option. */
const hostName = 'host.docker.internal';

export interface ReachableRuntimeApi {
  api: RuntimeApi;
  /** For AWS_LAMBDA_RUNTIME_API in a container. */
  address: string;
  /** What `docker create` needs so that the address is found. */
  options: readonly string[];
}

/**
 * Starts the Runtime API where containers reach it and the network around this machine does not: on this
 * machine's address in the network of the containers, or, where the engine is in a virtual machine, as with
 * Docker Desktop, on the loopback address, to which that forwards.
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
