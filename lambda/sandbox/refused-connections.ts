import { readFileSync } from 'node:fs';

/**
 * How many connections the network of a process was refused, as the kernel counts them; undefined where the
 * engine's processes are not those of this machine.
 */
export function refusedConnections(processId: number): number | undefined {
  try {
    return attemptFails(readFileSync(`/proc/${processId}/net/snmp`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Of each protocol there is a line of names and a line of values. */
function attemptFails(snmp: string): number {
  const [names, values] = snmp
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'))
    .map((line) => line.split(' '));
  return Number(values![names!.indexOf('AttemptFails')]);
}
