import type { ImageFacts } from '../image/image-facts.ts';
import type { FoundFile } from '../image/tree/file-tree.ts';
import type { CheckedProgram } from './programs.ts';

/**
 * `error`: Lambda refuses the image, or the function does not run. `warning`: it runs, but not as meant, or not
 * always. `remark`: something that has no effect on Lambda.
 */
export type Severity = 'error' | 'warning' | 'remark';

/** What a rule has found in an image. */
export interface Problem {
  /** What was expected and what is there, in one sentence. */
  found: string;
  /** The file, the variable, the instruction of the Dockerfile. */
  where?: string;
  /** What to change, best as a line that can be copied. */
  fix: string;
}

export type Finding = Problem & { rule: string; severity: Severity };

export interface CheckOptions {
  /** The processor of the function, as Docker names it: that of the image unless given. */
  architecture?: string;
  /** The most that all layers may have without compression, in bytes: 10 GB unless given. */
  maxBytes?: number;
}

/** What rules look at. */
export interface Checked {
  image: ImageFacts;
  options: CheckOptions;
  /** What Lambda starts: ENTRYPOINT and CMD in one. */
  command: readonly string[];
  /** What Lambda starts, the first one first: scripts with their interpreters. */
  started: readonly FoundFile[];
  /** The programs and native addons of the function, with what their loader makes of them. */
  programs: readonly CheckedProgram[];
}

/** What a rule is about: the same whether it reads an image or looks on as it runs. */
export interface RuleText {
  /** Never changes: people name it in --ignore. */
  id: string;
  severity: Severity;
  /** What must hold, in a few words. */
  title: string;
  /** Why Lambda cares, and where that is written. */
  why: string;
}

/** One thing that can be wrong with an image. Rules hold no state and throw nothing. */
export interface Rule extends RuleText {
  /**
   * Whether what it finds keeps the program from its first instruction, or from being started at all. `if-started`:
   * only where it is found in what Lambda starts, and not in a library that may never be opened.
   */
  preventsStart?: 'always' | 'if-started';
  check(checked: Checked): Iterable<Problem>;
}
