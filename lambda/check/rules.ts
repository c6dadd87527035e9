import type { Rule } from './rule.ts';
import { addonLibrary } from './rules/addon-library.ts';
import { addonNifVersion } from './rules/addon-nif-version.ts';
import { addonNodeVersion } from './rules/addon-node-version.ts';
import { addonPythonVersion } from './rules/addon-python-version.ts';
import { binarySystem } from './rules/binary-system.ts';
import { configArchitecture } from './rules/config-architecture.ts';
import { configOs } from './rules/config-os.ts';
import { elfArchitecture } from './rules/elf-architecture.ts';
import { elfBroken } from './rules/elf-broken.ts';
import { elfInterpreter } from './rules/elf-interpreter.ts';
import { elfLibc } from './rules/elf-libc.ts';
import { elfLibrary } from './rules/elf-library.ts';
import { elfVersion } from './rules/elf-version.ts';
import { emulatorArchitecture } from './rules/emulator-architecture.ts';
import { emulatorLeft } from './rules/emulator-left.ts';
import { entryScriptCommand } from './rules/entry-script-command.ts';
import { entrypointAbsent } from './rules/entrypoint-absent.ts';
import { entrypointMissing } from './rules/entrypoint-missing.ts';
import { entrypointNotExecutable } from './rules/entrypoint-not-executable.ts';
import { entrypointRelative } from './rules/entrypoint-relative.ts';
import { entrypointShellForm } from './rules/entrypoint-shell-form.ts';
import { entrypointSymlink } from './rules/entrypoint-symlink.ts';
import { environmentSize } from './rules/environment-size.ts';
import { fileCapabilities } from './rules/file-capabilities.ts';
import { handlerVariable } from './rules/handler-variable.ts';
import { ignoredInstructions } from './rules/ignored-instructions.ts';
import { imageSize } from './rules/image-size.ts';
import { layerAbsolute } from './rules/layer-absolute.ts';
import { layerCompression } from './rules/layer-compression.ts';
import { layerCount } from './rules/layer-count.ts';
import { layerDuplicate } from './rules/layer-duplicate.ts';
import { layerHardLink } from './rules/layer-hard-link.ts';
import { layerParent } from './rules/layer-parent.ts';
import { leftovers } from './rules/leftovers.ts';
import { manifestIndex } from './rules/manifest-index.ts';
import { manifestMediaType } from './rules/manifest-media-type.ts';
import { manifestPlatforms } from './rules/manifest-platforms.ts';
import { npxEntrypoint } from './rules/npx-entrypoint.ts';
import { readOnlyHome } from './rules/read-only-home.ts';
import { reservedVariables } from './rules/reserved-variables.ts';
import { scriptInterpreter } from './rules/script-interpreter.ts';
import { secrets } from './rules/secrets.ts';
import { setuid } from './rules/setuid.ts';
import { tmpFiles } from './rules/tmp-files.ts';
import { unreadableCode } from './rules/unreadable-code.ts';
import { unreadableFiles } from './rules/unreadable-files.ts';
import { workdir } from './rules/workdir.ts';

/** All rules that read the image, in this order: manifest and layers, configuration, files. */
export const rules: readonly Rule[] = [
  manifestIndex,
  manifestPlatforms,
  manifestMediaType,
  imageSize,
  layerCount,
  layerCompression,
  layerParent,
  layerHardLink,
  layerDuplicate,
  layerAbsolute,
  configOs,
  configArchitecture,
  entrypointMissing,
  entrypointAbsent,
  entrypointRelative,
  entrypointSymlink,
  entrypointShellForm,
  entrypointNotExecutable,
  fileCapabilities,
  scriptInterpreter,
  entryScriptCommand,
  workdir,
  reservedVariables,
  environmentSize,
  ignoredInstructions,
  unreadableCode,
  unreadableFiles,
  setuid,
  tmpFiles,
  readOnlyHome,
  secrets,
  leftovers,
  elfBroken,
  binarySystem,
  elfArchitecture,
  elfInterpreter,
  elfLibc,
  elfLibrary,
  addonLibrary,
  addonNodeVersion,
  addonPythonVersion,
  addonNifVersion,
  elfVersion,
  handlerVariable,
  npxEntrypoint,
  emulatorLeft,
  emulatorArchitecture,
];
