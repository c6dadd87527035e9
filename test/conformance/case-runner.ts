import type { Case } from './case.ts';
import type { ExecutionEnvironmentNeeds } from './start-subject.ts';

/** Runs cases of one function, each in the execution environment that it needs. */
export interface CaseRunner<Environment> {
  /** Cases that share an environment take turns in it. Rejects as `act` does, or as its start does. */
  run(case_: Case, act: (executionEnvironment: Environment) => Promise<void>): Promise<void>;
}

/** Of cases that name no environment. */
const common: ExecutionEnvironmentNeeds = {};

/** `cases` are all that will be run: an environment is started for its first one, and ends with its last one. */
export function createCaseRunner<Environment extends AsyncDisposable>(
  cases: readonly Case[],
  start: (needs: ExecutionEnvironmentNeeds) => Promise<Environment>,
): CaseRunner<Environment> {
  const executionEnvironments = new Map<ExecutionEnvironmentNeeds, Shared<Environment>>();
  for (const { executionEnvironment = common } of cases) {
    const shared =
      executionEnvironments.get(executionEnvironment) ??
      createShared(() => start(executionEnvironment));
    shared.users += 1;
    executionEnvironments.set(executionEnvironment, shared);
  }
  return {
    run: ({ executionEnvironment = common }, act) =>
      executionEnvironments.get(executionEnvironment)!.use(act),
  };
}

interface Shared<Environment> {
  users: number;
  use(act: (executionEnvironment: Environment) => Promise<void>): Promise<void>;
}

function createShared<Environment extends AsyncDisposable>(
  start: () => Promise<Environment>,
): Shared<Environment> {
  let started: Promise<Environment> | undefined;
  let turn: Promise<void> = Promise.resolve();

  async function takeTurn(
    before: Promise<void>,
    act: (executionEnvironment: Environment) => Promise<void>,
  ): Promise<void> {
    await before;
    started ??= start();
    const executionEnvironment = await started;
    try {
      await act(executionEnvironment);
    } finally {
      shared.users -= 1;
      if (shared.users === 0) await executionEnvironment[Symbol.asyncDispose]();
    }
  }

  const shared: Shared<Environment> = {
    users: 0,
    use(act) {
      const done = takeTurn(turn, act);
      turn = done.catch(() => {});
      return done;
    },
  };
  return shared;
}
