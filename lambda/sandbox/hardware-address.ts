import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A random address for a network interface: `02` stands for one that its administrator has chosen. */
export function randomHardwareAddress(): string {
  const digits = randomBytes(5).toString('hex');
  return ['02', ...digits.match(/../g)!].join(':');
}

/**
 * Whether a machine in a network of this one has that hardware address, as the kernel's table of neighbours says
 * (proc_net_arp in proc(5)). The engine gives containers their IP addresses when they start; this needs no question to it.
 */
export function hasHardwareAddress(ipAddress: string, hardwareAddress: string): boolean {
  let table: string;
  try {
    table = readFileSync('/proc/net/arp', 'utf8');
  } catch {
    // It is not shown here: nobody can be told from others.
    return true;
  }
  return table
    .split('\n')
    .map((line) => line.split(/ +/))
    .some(([ip, , , hardware]) => ip === ipAddress && hardware === hardwareAddress);
}
