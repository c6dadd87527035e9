import { canStart } from '../../lambda/check/can-start.ts';
import { checkImage } from '../../lambda/check/check-image.ts';
import { worstFirst } from '../../lambda/check/findings-of.ts';
import { extensionNames } from '../../lambda/check/launched.ts';
import { prepareCheck } from '../../lambda/check/prepare-check.ts';
import { readImageToCheck } from '../../lambda/check/read-image-to-check.ts';
import type { Checked as ImageToCheck, Finding } from '../../lambda/check/rule.ts';
import { ImageError } from '../../lambda/image/image-error.ts';
import type { ImageFacts } from '../../lambda/image/image-facts.ts';
import { ownArchitecture } from '../../lambda/image/own-architecture.ts';
import { refusedByDocker } from '../docker-refusal.ts';
import type { CheckSettings } from './settings.ts';

/** What was found in an image. */
export interface Checked {
  readonly facts: ImageFacts;
  readonly findings: readonly Finding[];
  /** Why the image was not started; undefined if it was. */
  readonly notRun: string | undefined;
}

/** Reads the image, and starts it if it can be. Throws an ImageError or a CliError if it cannot be read. */
export async function checkOnce(settings: CheckSettings): Promise<Checked> {
  const { image, ignored, architecture, maxBytes, configuration, event, eventName } = settings;
  const { command, env } = configuration;
  try {
    const read = await readImageToCheck(image, {
      ...(architecture !== undefined && { architecture }),
    });
    const facts = command.length === 0 ? read : withCommand(read, command);
    const options = {
      ...(architecture !== undefined && { architecture }),
      ...(maxBytes !== undefined && { maxBytes }),
      env,
    };
    const checked = prepareCheck(facts, options);
    const findings = checkImage(checked, ignored);
    const notRun = whyNotRun(settings, checked, findings);
    if (notRun !== undefined) return { facts, findings, notRun };
    // Its libraries are only needed here.
    const { runImage } = await import('../../lambda/check/run-image.ts');
    const found = await runImage(image, {
      ...configuration,
      event,
      eventName,
      extensions: extensionNames(facts),
      ignored,
    });
    return { facts, findings: worstFirst([...findings, ...found]), notRun };
  } catch (error) {
    throw error instanceof ImageError ? error : refusedByDocker(error, image);
  }
}

/** As ImageConfig.Command of a function overrides CMD. */
function withCommand(facts: ImageFacts, command: readonly string[]): ImageFacts {
  return { ...facts, config: { ...facts.config, cmd: [...command] } };
}

function whyNotRun(
  { isRun }: CheckSettings,
  checked: ImageToCheck,
  findings: readonly Finding[],
): string | undefined {
  const { manifest, config } = checked.image;
  if (!isRun) return '--no-run';
  if (manifest.source !== 'docker') return 'the engine does not have it: docker load adds it';
  if (!canStart(checked, findings)) return 'the errors keep it from starting';
  // An emulated processor is far too slow to say anything of Lambda's time limits.
  if (config.architecture !== ownArchitecture()) {
    return `it is for ${config.architecture}, this machine is ${ownArchitecture()}`;
  }
  return undefined;
}
