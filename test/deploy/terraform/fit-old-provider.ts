import type { Tree } from '../../helpers/temporary-directory.ts';

/** What version 5 of the provider does not know: the argument, and queues with messages of more than 256 KiB. */
const newArguments = /^ *(invoked_via_function_url|max_message_size) .*\n/gm;

/** Makes the files of a project fit version 5 of the provider. */
export function fitOldProvider(files: Tree): Tree {
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [
      file,
      text.replace('version = "~> 6.29"', 'version = "~> 5.100"').replaceAll(newArguments, ''),
    ]),
  );
}
