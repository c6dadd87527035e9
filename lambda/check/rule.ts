import type { ImageFacts } from '../image/image-facts.ts';
import type { FoundFile } from '../image/tree/file-tree.ts';
import type { CheckedBinary } from './binaries.ts';
import type { Launched } from './launched.ts';
import type { OwnFiles } from './own-files.ts';

/**
 * `error`: Lambda rejects the image, or the function does not run. `warning`: the function runs, but not as intended
 * or not always. `remark`: something that has no effect on Lambda.
 */
export type Severity = 'error' | 'warning' | 'remark';

/** A problem that a rule has found in an image. */
export interface Problem {
  /** What was expected and what was found, in one sentence. */
  found: string;
  /** The file, the environment variable or the Dockerfile instruction. */
  where?: string;
  /** What to change, preferably as a line to copy. */
  fix: string;
}

export type Finding = Problem & { rule: string; severity: Severity };

export interface CheckOptions {
  /** The architecture of the function in Docker's spelling. Default: that of the image. */
  architecture?: string;
  /** Limit for the uncompressed size of all layers, in bytes. Default: 10 GB. */
  maxBytes?: number;
  /** The environment variables of the function, which override those of the image. */
  env?: Readonly<Record<string, string>>;
}

/** The input of the rules. */
export interface Checked {
  image: ImageFacts;
  options: CheckOptions;
  /** The command that Lambda starts: ENTRYPOINT followed by CMD. */
  command: readonly string[];
  /** Which files are the function's own, and not those of its base image. */
  own: OwnFiles;
  /** The command, the wrapper script and the extensions. */
  launched: readonly Launched[];
  /** The files that the command starts, in order: scripts and their interpreters. */
  started: readonly FoundFile[];
  /** The same for all that is launched, and the executables that the scripts and the command name. */
  named: readonly FoundFile[];
  /** The binaries and native addons of the function, with their resolved libraries. */
  binaries: readonly CheckedBinary[];
}

/** The description of a rule, whether it reads an image or runs it. */
export interface RuleText {
  /** Must never change: users name it in --ignore. */
  id: string;
  severity: Severity;
  /** What must hold, as a clause: "an error unless …". */
  title: string;
  /** Why it matters on Lambda, and where AWS documents it. */
  why: string;
}

/** One thing that can be wrong with an image. Rules have no state and do not throw. */
export interface Rule extends RuleText {
  /**
   * Whether a finding means that the function cannot start. `if-started`: only if it is in a file that Lambda starts,
   * not in a library that may never be loaded.
   */
  preventsStart?: 'always' | 'if-started';
  check(checked: Checked): Iterable<Problem>;
}
