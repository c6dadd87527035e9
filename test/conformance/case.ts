import { readFunction } from './function-under-test.ts';
import type { Caller, Subject } from './subject.ts';
import type { ExecutionEnvironmentNeeds } from './start-subject.ts';

/** What a function may rely on when Lambda runs it, and how to find out whether a runtime keeps it. */
export type Case = {
  /** Never changes: deviations and links in the docs go by it. */
  id: string;
  /** What is tried. */
  name: string;
  /** What Lambda promises, or asks of a runtime, in one sentence. */
  promise: string;
  /** Where it is written: a page of Lambda's guide, or a file in a repository of AWS. */
  source: string;
  /** The languages whose functions can be asked for it; all unless given. */
  languages?: readonly string[];
  /**
   * The execution environment that it needs. Cases that name the same object share one environment, and
   * run in it one after the other, as those do that name none.
   */
  executionEnvironment?: ExecutionEnvironmentNeeds;
} & (RieRun | { rie?: false; run: Run<Subject> });

/** Rejects with an AssertionError if the promise is not kept. */
type Run<Tried> = (subject: Tried) => Promise<void>;

/** Needs only an event and its response, so it also runs through the Runtime Interface Emulator. */
interface RieRun {
  rie: true;
  run: Run<Caller>;
}

/** A case that holds through the Runtime Interface Emulator as well. */
export type RieCase = Case & RieRun;

/** Cases about one thing. */
export interface CaseGroup {
  title: string;
  cases: readonly Case[];
}

/** Whether the functions of a language can be asked for it. */
export function applies({ languages, executionEnvironment }: Case, language: string): boolean {
  const { handler = 'handler' } = executionEnvironment ?? {};
  const hasHandler = readFunction(language)[handler] !== undefined;
  return hasHandler && (languages === undefined || languages.includes(language));
}

export function isRieCase(each: Case): each is RieCase {
  return each.rie === true;
}
