/** Memory of which a function has one vCPU (Lambda's guide, "Configure Lambda function memory"). */
const memoryMbPerProcessor = 1769;

/**
 * Short, since a share of the CPU is given as so much time a period: with Docker's 100 ms, a share of 0.07
 * is 7 ms at full speed and then a pause of 93.
 */
const cpuPeriodUs = 20_000;

/** The kernel gives no less. */
const leastQuotaUs = 1000;

/** The vCPUs of a function with so much memory, once its init phase is over. */
export function processorsFor(memoryMb: number): number {
  return memoryMb / memoryMbPerProcessor;
}

/** In the init phase a function with little memory has a whole vCPU. */
export function processorsInInit(memoryMb: number): number {
  return Math.max(1, processorsFor(memoryMb));
}

/** Options of `docker create` and `docker update` for that many processors; the engine may have fewer. */
export function processorLimit(wanted: number, processors: number): string[] {
  const quotaUs = Math.max(Math.round(Math.min(wanted, processors) * cpuPeriodUs), leastQuotaUs);
  return ['--cpu-period', `${cpuPeriodUs}`, '--cpu-quota', `${quotaUs}`];
}

/**
 * Options of `docker create` for all else that Lambda restricts: memory, files and processes (Lambda's guide,
 * "Lambda quotas"), no rights, only /tmp to write to. 993:990 is the user that Lambda runs functions as
 * (internal/lambda-managed-instances in the Runtime Interface Emulator).
 */
export function restrictions(memoryMb: number): string[] {
  return [
    '--read-only',
    ['--tmpfs', '/tmp:rw,exec,mode=1777,size=512m'],
    ['--user', '993:990'],
    ['--cap-drop', 'ALL'],
    ['--security-opt', 'no-new-privileges'],
    ['--memory', `${memoryMb}m`],
    ['--memory-swap', `${memoryMb}m`],
    ['--pids-limit', '1024'],
    ['--ulimit', 'nofile=1024:1024'],
  ].flat();
}
