import { readFileSync } from 'node:fs';

/**
 * The kernel's count of refused connections in the network namespace of a process; undefined if the engine runs on
 * another machine or in a virtual machine.
 */
export function refusedConnections(processId: number): number | undefined {
  try {
    return attemptFails(readFileSync(`/proc/${processId}/net/snmp`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Each protocol has a line of names and a line of values. */
function attemptFails(snmp: string): number {
  const [names, values] = snmp
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'))
    .map((line) => line.split(' '));
  return Number(values![names!.indexOf('AttemptFails')]);
}
