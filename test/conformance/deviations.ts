/** Where a runtime interface client of AWS does not keep a promise. The suite asserts every line of it. */
export interface Deviation {
  /** The id of the case. */
  case: string;
  language: string;
  /** Its name and version. */
  client: string;
  /** What it does in place of what is promised. */
  instead: string;
  /** What the generated project does about it, and what is left for its user. */
  project: string;
}

const ric = 'aws-lambda-ric 4.0.2';

function nodejs(id: string, instead: string, project: string): Deviation {
  return {
    case: id,
    language: 'nodejs',
    client: ric,
    instead,
    project,
  };
}

const exitsOnBrokenConnection =
  'Its process exits, and the caller gets `Runtime.ExitError`; the event is not asked for again.';
const triesOnce =
  'It tries once more on a connection that has served before, and never on a new one; then its process exits.';
const restarts = 'Nothing: Lambda starts a new process for the next invocation.';

export const deviations: readonly Deviation[] = [
  nodejs(
    'event-empty',
    'Its process exits with a `SyntaxError`, and the caller gets `Runtime.ExitError`.',
    'Nothing: callers send `{}` where they have nothing to say.',
  ),
  nodejs(
    'event-not-json',
    'Its process exits with a `SyntaxError`, and the caller gets `Runtime.ExitError`.',
    'Nothing: Lambda itself refuses most payloads that are no JSON.',
  ),
  nodejs(
    'error-stack-trace',
    'The lines are in `trace`; there is no `stackTrace`.',
    'Nothing: who reads stack traces of Node.js functions reads `trace`.',
  ),
  nodejs(
    'error-category',
    'It sends no type in a form that Lambda keeps: Lambda reports `Runtime.Unknown`.',
    'Nothing: `errorType` in the body has the name of the error.',
  ),
  nodejs(
    'connection-late-api',
    'Its process exits when it is refused.',
    'Nothing: Lambda runs init again in the first invocation.',
  ),
  nodejs('connection-closed', triesOnce, restarts),
  nodejs('connection-idle', triesOnce, restarts),
  nodejs('connection-closed-thrice', triesOnce, restarts),
  nodejs('connection-cut-in-headers', exitsOnBrokenConnection, restarts),
  nodejs('connection-cut-in-body', exitsOnBrokenConnection, restarts),
  nodejs(
    'connection-answer-500',
    'It sends the answer again, and goes on.',
    'Nothing: the caller gets the answer if it is taken then.',
  ),
  nodejs(
    'background-log',
    'The line has the request id of the invocation during which it is written.',
    'Its README tells to await what the handler starts.',
  ),
  nodejs(
    'background-error',
    'An error that nothing handles ends the process, and the invocation that runs by then.',
    'Its README tells to await what the handler starts.',
  ),
  nodejs(
    'concurrent-retry',
    'It does not send the id back: the late answer to the first try is taken for that to the second.',
    'Nothing: give a function on managed instances more time than it ever takes.',
  ),
  nodejs(
    'shutdown-sigterm',
    '`process.exit()` does not end a process that waits for an event: after the clean-up it is killed.',
    'Nothing: what the listener of SIGTERM does is done by then.',
  ),
];

/** How the language deviates in that case, if it does. */
export function deviationOf(caseId: string, language: string): Deviation | undefined {
  return deviations.find(
    (deviation) => deviation.case === caseId && deviation.language === language,
  );
}
