/**
 * Loaded before a command, this writes for how many milliseconds it has waited by the clock, all in all, to the file that WAITS_FILE
 * names: `node --import`. A time-out that was not reached is no wait. On a slow machine, this is the same.
 */
import { writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';

let waitedMs = 0;

const { setTimeout: start } = timers;
function counted(callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) {
  const timer = start(() => {
    // Nobody waits for one that does not keep the program running.
    if (timer.hasRef()) waitedMs += ms;
    callback(...args);
  }, ms);
  return timer;
}
globalThis.setTimeout = Object.assign(counted, start);
timers.setTimeout = globalThis.setTimeout;

const { setTimeout: sleep } = promises;
promises.setTimeout = async (ms, ...args) => {
  const value = await sleep(ms, ...args);
  waitedMs += ms ?? 0;
  return value;
};
syncBuiltinESMExports();

process.on('exit', () => writeFileSync(process.env['WAITS_FILE']!, String(waitedMs)));
