import { networkInterfaces } from 'node:os';

import {
  type RuntimeApi,
  type RuntimeApiOptions,
  startRuntimeApi,
} from '../runtime-api/start-runtime-api.ts';
import { hasHardwareAddress, randomHardwareAddress } from './hardware-address.ts';

/** Whether it is an address of this machine: which one a connection from it to itself has depends on its firewall. */
function isOwn(ipAddress: string): boolean {
  return Object.values(networkInterfaces()).some((all) =>
    all?.some(({ address }) => address === ipAddress),
  );
}

/** Docker Desktop's host name for its machine; Linux engines need a flag for it. */
const hostName = 'host.docker.internal';

export interface ReachableRuntimeApi {
  api: RuntimeApi;
  /** The value of AWS_LAMBDA_RUNTIME_API in a container. */
  address: string;
  /** The flags of `docker create` that make the address resolvable, and the container known to it. */
  options: readonly string[];
}

/**
 * Starts the Runtime API on an address that containers can reach and other machines cannot: this machine's address in
 * the container network, or the loopback address if the engine is in a virtual machine that forwards to it (Docker
 * Desktop). In the container network, it serves only the container and this machine.
 */
export async function startReachableRuntimeApi(
  gateway: string | undefined,
  options: RuntimeApiOptions,
): Promise<ReachableRuntimeApi> {
  if (gateway !== undefined) {
    const hardwareAddress = randomHardwareAddress();
    try {
      const api = await startRuntimeApi({
        ...options,
        host: gateway,
        serves: (client) => isOwn(client) || hasHardwareAddress(client, hardwareAddress),
      });
      return { api, address: api.address, options: ['--mac-address', hardwareAddress] };
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
