import type { Sandbox } from '../lambda/sandbox/sandbox.ts';
import { CliError, exitCode } from '../terminal/cli-error.ts';

/** Whether the kernel has no emulator for the processor of an image. Where it is told depends on the version of runc. */
export function isWithoutEmulator({ ending, log }: Sandbox['init']): boolean {
  return ending !== undefined && /exec format error/.test(`${ending.refusal} ${log}`);
}

/** The error for an image that is for another processor than that of this machine. */
export function noEmulator(image: string, architecture: string): CliError {
  return new CliError(exitCode.missingTool, {
    problem: `The image ${image} is for ${architecture}, and this machine cannot run it: it has neither that processor nor an emulator.`,
    fix:
      'Docker Desktop has an emulator. On Debian and Ubuntu, install one with `apt install qemu-user-static`; elsewhere, with ' +
      `\`docker run --privileged --rm tonistiigi/binfmt --install ${architecture}\`.`,
  });
}
