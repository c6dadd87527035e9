import { CliError } from '../../terminal/cli-error.ts';
import { printNote } from '../../terminal/print.ts';
import type { Sandbox, SandboxInvocation } from '../../lambda/sandbox/sandbox.ts';
import { startSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import { refusedByDocker } from '../docker-refusal.ts';
import { isWithoutEmulator, noEmulator } from '../no-emulator.ts';
import { neverAsked } from './never-asked.ts';
import { logPrinter } from './print-log.ts';
import { refusedStart } from './refused-start.ts';
import type { ResponsePrinter } from './response-printer.ts';
import type { Settings } from './settings.ts';

export interface Invoked {
  readonly invocation: SandboxInvocation;
  /** What to do if the image never asked for an event, or had too little memory; empty otherwise. */
  readonly advice: string;
}

/** Starts the image, hands it the event, prints log and response, and removes the container. Throws a CliError if it cannot be started. */
export async function invokeOnce(
  settings: Settings,
  event: Buffer,
  printer: ResponsePrinter,
): Promise<Invoked> {
  const { image } = settings;
  const printLog = logPrinter(process.stderr);
  let isOver = false;
  try {
    await using sandbox = await startSandbox({
      ...settings,
      onLog(text, source) {
        // Below its report, all lines are ours.
        if (!isOver) printLog(text, source);
      },
    });
    const refusal = sandbox.init.ending?.refusal;
    if (sandbox.emulated !== undefined) {
      if (isWithoutEmulator(sandbox.init)) throw noEmulator(image, sandbox.emulated);
      printNote(
        `${image} is for ${sandbox.emulated}, which this machine emulates: times are not those of Lambda.`,
      );
    }
    if (refusal !== undefined) throw refusedStart(refusal, image);
    const invocation = await sandbox.invoke(event, {
      onChunk: (chunk, contentType) => printer.onChunk(chunk, contentType),
    });
    isOver = true;
    await printer.finish(invocation);
    return { invocation, advice: await adviceFor(sandbox, invocation) };
  } catch (error) {
    const refused = refusedByDocker(error, image);
    if (isOver && refused instanceof CliError) {
      // The response is out: with --json, the one document.
      printNote(refused.message);
      refused.reported = true;
    }
    throw refused;
  }
}

async function adviceFor(sandbox: Sandbox, { report }: SandboxInvocation): Promise<string> {
  const { memoryMb } = report;
  if (report.isOutOfMemory === true || sandbox.init.ending?.isOutOfMemory === true) {
    return `It was killed because it needed more memory than its ${memoryMb} MB. Give it more: --memory ${memoryMb * 2}`;
  }
  return sandbox.runtimeApi.wasCalled() ? '' : neverAsked(sandbox);
}
