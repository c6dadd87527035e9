import type { ImageFacts } from '../image/image-facts.ts';
import type { FoundFile } from '../image/tree/file-tree.ts';
import { commandOf, findCommand, variable } from './command.ts';

/** A file that Lambda, or the runtime before it runs the function, starts. */
export interface Launched {
  /** What makes it start the file. */
  by: string;
  /** As it is written there. */
  command: string;
  /** Undefined if there is none. */
  file: FoundFile | undefined;
}

export const extensionsDirectory = '/opt/extensions';

/** The wrapper script of a function (Lambda guide, "Modifying the runtime environment"). */
const wrapper = 'AWS_LAMBDA_EXEC_WRAPPER';

/**
 * The command, the wrapper script, and each extension: Lambda starts every file in /opt/extensions, whatever it is
 * (internal/lambda/extensions in the Runtime Interface Emulator).
 */
export function launchedFiles(image: ImageFacts): Launched[] {
  const [executable] = commandOf(image);
  const wrapperPath = variable(image, wrapper);
  return [
    ...(executable === undefined || executable === ''
      ? []
      : [launch(image, image.config.entrypoint === undefined ? 'CMD' : 'ENTRYPOINT', executable)]),
    ...(wrapperPath === undefined || wrapperPath === ''
      ? []
      : [launch(image, `ENV ${wrapper}`, wrapperPath)]),
    ...extensionPaths(image).map((each) => launch(image, extensionsDirectory, each)),
  ];
}

/** The names of the extensions. */
export function extensionNames(image: ImageFacts): string[] {
  return extensionPaths(image).map((each) => each.slice(extensionsDirectory.length + 1));
}

function extensionPaths({ files }: ImageFacts): string[] {
  return files
    .names(extensionsDirectory)
    .map((name) => `${extensionsDirectory}/${name}`)
    .filter((each) => {
      const found = files.find(each);
      return 'problem' in found || found.facts.type !== 'directory';
    })
    .toSorted();
}

function launch(image: ImageFacts, by: string, command: string): Launched {
  return { by, command, file: findCommand(image, command) };
}
