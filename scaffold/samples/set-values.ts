import { getProperty, parsePath, setProperty, stringifyPath } from 'dot-prop';
import { ScaffoldError } from '../scaffold-error.ts';

/**
 * Sets a value of an event in place, and returns its path in the one way that it is written. `assignment` is
 * `Records[0].body=text`. Where the event has a string, the value is one; elsewhere it is JSON, or a string if it is not.
 * Throws a ScaffoldError where the event cannot have such a value.
 */
export function setValue(event: object, assignment: string): string {
  const equals = assignment.indexOf('=');
  if (equals < 1) throw noAssignment(assignment);
  const text = assignment.slice(equals + 1);
  const steps = stepsOf(assignment.slice(0, equals));
  for (const [index, step] of steps.entries()) {
    const above = steps.slice(0, index);
    const parent: unknown = above.length === 0 ? event : getProperty(event, above);
    if (parent === undefined) break;
    refuseOtherPlace(above, parent, step);
  }
  const path = stringifyPath(steps);
  const old: unknown = getProperty(event, steps);
  setProperty(event, steps, typeof old === 'string' ? text : jsonOrText(text, path, old));
  return path;
}

function stepsOf(path: string): (string | number)[] {
  try {
    const steps = parsePath(path);
    if (steps.length > 0) return steps;
  } catch (error) {
    throw noPath(path, error);
  }
  throw noPath(path);
}

function noPath(path: string, cause?: unknown): ScaffoldError {
  return new ScaffoldError(
    'usage',
    {
      problem: `--set: expected a path such as Records[0].body, found "${path}".`,
      fix: String.raw`Write keys with dots between them, an index in brackets, and a dot in a key as \.`,
    },
    { cause },
  );
}

function refuseOtherPlace(
  above: (string | number)[],
  parent: unknown,
  step: string | number,
): void {
  const where = above.length === 0 ? 'at the top of the event' : `at ${stringifyPath(above)}`;
  if (Array.isArray(parent)) {
    if (typeof step === 'number' && step <= parent.length) return;
    throw new ScaffoldError('usage', {
      problem: `--set: expected an index from [0] to [${parent.length}] ${where}, found ${JSON.stringify(step)}.`,
      fix: `There are ${parent.length} elements. [${parent.length}] adds one.`,
    });
  }
  if (typeof parent === 'object' && parent !== null) return;
  throw new ScaffoldError('usage', {
    problem: `--set: expected an object ${where}, to set ${JSON.stringify(step)} of it, found ${JSON.stringify(parent)}.`,
    fix: 'Leave out --set to see the event.',
  });
}

function jsonOrText(text: string, path: string, old: unknown): unknown {
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    // A string needs no quotes.
  }
  if (old === undefined || old === null || kindOf(old) === kindOf(value)) return value;
  throw new ScaffoldError('usage', {
    problem: `--set: expected ${kindOf(old)} for ${path}, found ${text === '' ? 'nothing' : text}.`,
    fix: `The event has ${JSON.stringify(old)} there.`,
  });
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function noAssignment(assignment: string): ScaffoldError {
  return new ScaffoldError('usage', {
    problem: `--set: expected PATH=VALUE, found "${assignment}".`,
    fix: 'Write --set Records[0].body=text, for example.',
  });
}
