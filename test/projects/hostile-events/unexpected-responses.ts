import { expect } from 'vitest';
import type { Container } from '../../docker/container.ts';
import type { HostileEvent } from './hostile-event.ts';

interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** Sends the events to a function, and returns what it responds to those that it does not handle as expected. */
export async function unexpectedResponses(
  container: Pick<Container, 'invoke'>,
  events: readonly HostileEvent[],
): Promise<string[]> {
  const unexpected: string[] = [];
  for (const each of events) {
    const response = await container.invoke(each.event);
    if (!isExpected(each, JSON.parse(response))) {
      unexpected.push(`${each.name}: ${response.slice(0, 300)}`);
    }
  }
  return unexpected;
}

/** If the runtime ends, the error is one of RIE: never right. */
function isExpected({ error, responses = [] }: HostileEvent, response: unknown): boolean {
  if (isError(response)) {
    const { errorType, errorMessage } = response;
    return !/^(Runtime\.ExitError|Sandbox\.)/.test(errorType) && !!error?.test(errorMessage);
  }
  return responses.some((each) => isEqual(response, each));
}

function isError(response: unknown): response is FunctionError {
  return (
    typeof response === 'object' &&
    response !== null &&
    'errorType' in response &&
    'errorMessage' in response
  );
}

/** As Vitest compares: what is expected may have asymmetric matchers. */
function isEqual(value: unknown, expected: unknown): boolean {
  try {
    expect(value).toEqual(expected);
    return true;
  } catch {
    return false;
  }
}
