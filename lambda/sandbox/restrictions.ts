/** With this much memory, a function has one vCPU (Lambda guide, "Configure Lambda function memory"). */
const memoryMbPerProcessor = 1769;

/**
 * Shorter than Docker's 100 ms: a CPU share is an amount of time per period, so with 100 ms a share of 0.07 would be
 * 7 ms at full speed followed by a pause of 93 ms.
 */
const cpuPeriodUs = 20_000;

/** The kernel's minimum. */
const leastQuotaUs = 1000;

/** The vCPUs of a function with this much memory, after its init phase. */
export function processorsFor(memoryMb: number): number {
  return memoryMb / memoryMbPerProcessor;
}

/** During its init phase, every function has at least one vCPU. */
export function processorsInInit(memoryMb: number): number {
  return Math.max(1, processorsFor(memoryMb));
}

/** Flags of `docker create` and `docker update` for a number of processors, limited to those of the engine. */
export function processorLimit(wanted: number, processors: number): string[] {
  const quotaUs = Math.max(Math.round(Math.min(wanted, processors) * cpuPeriodUs), leastQuotaUs);
  return ['--cpu-period', `${cpuPeriodUs}`, '--cpu-quota', `${quotaUs}`];
}

/**
 * Flags of `docker create` for the other restrictions of Lambda: memory, files and processes (Lambda guide, "Lambda
 * quotas"), no capabilities, no shared memory (AWS Compute Blog, "Parallel Processing in Python with AWS Lambda"), the
 * kernel's default for privileged ports, and only /tmp writable. 993:990 is the user that Lambda runs functions as
 * (internal/lambda-managed-instances in the Runtime Interface Emulator).
 */
export function restrictions(memoryMb: number): string[] {
  return [
    '--read-only',
    ['--tmpfs', '/tmp:rw,exec,mode=1777,size=512m'],
    ['--user', '993:990'],
    ['--cap-drop', 'ALL'],
    ['--security-opt', 'no-new-privileges'],
    ['--ipc', 'none'],
    ['--tmpfs', '/dev/mqueue:ro'],
    ['--sysctl', 'net.ipv4.ip_unprivileged_port_start=1024'],
    ['--memory', `${memoryMb}m`],
    ['--memory-swap', `${memoryMb}m`],
    ['--pids-limit', '1024'],
    ['--ulimit', 'nofile=1024:1024'],
  ].flat();
}
