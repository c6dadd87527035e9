import { setTimeout as sleep } from 'node:timers/promises';

import { hasDefect } from './defect.ts';
import type { Answer, Connection } from './http.ts';
import { write } from './log.ts';

/** Connections break, and the Runtime API may be late: some tries are worth it. */
const tries = 100;
const pauseMs = 50;

function exit(why: string): never {
  write('stderr', `${why}\n`);
  process.exit(1);
}

const hasNoPatience = hasDefect(
  'connection-late-api',
  'connection-closed',
  'connection-idle',
  'connection-cut-in-headers',
);
const mostTries = hasNoPatience ? 1 : hasDefect('connection-closed-thrice') ? 2 : tries;

/** Waits for an event, for as long as it takes. */
export async function next(connection: Connection): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    const asked = Date.now();
    try {
      const answer = await connection.call('GET', 'invocation/next');
      // No timer: after a thaw it is open whether that or the event comes first.
      if (hasDefect('freeze-waiting') && Date.now() - asked > 3000) exit('no event');
      if (answer.status === 200) return answer;
      if (answer.status === 500 && !hasDefect('connection-next-500')) exit('status 500');
    } catch (error) {
      if (tried >= mostTries) exit(`no Runtime API: ${String(error)}`);
    }
    await sleep(pauseMs);
  }
}

/** Answers an invocation; what is not taken is sent once more. */
export async function answer(
  connection: Connection,
  path: string,
  body: string | Buffer,
  headers: Record<string, string>,
): Promise<void> {
  function send() {
    return connection.call('POST', path, body, headers);
  }
  const first = await send().catch(() => undefined);
  if (first === undefined && hasDefect('connection-answer-closed')) exit('not taken');
  let answered = first ?? (await send().catch(() => exit('not taken twice')));
  if (answered.status === 500 && hasDefect('connection-answer-500')) answered = await send();
  if (answered.status === 500) exit('status 500');
  const isFatal =
    (answered.status === 413 && hasDefect('result-over-limit')) ||
    (first === undefined &&
      answered.status >= 400 &&
      hasDefect('connection-answer-taken-closed')) ||
    (answered.status === 410 && hasDefect('concurrent-late-answer'));
  if (isFatal) exit(`status ${answered.status}`);
}
