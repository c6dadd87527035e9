import type { Case } from './case.ts';
import type { EnvironmentNeeds } from './start-subject.ts';

/** Runs cases of one function, each in the execution environment that it needs. */
export interface CaseRunner<Environment> {
  /** Cases that share an environment take turns in it. Rejects as `act` does, or as its start does. */
  run(case_: Case, act: (environment: Environment) => Promise<void>): Promise<void>;
}

/** Of cases that name no environment. */
const common: EnvironmentNeeds = {};

/** `cases` are all that will be run: an environment is started for its first one, and ends with its last one. */
export function createCaseRunner<Environment extends AsyncDisposable>(
  cases: readonly Case[],
  start: (needs: EnvironmentNeeds) => Promise<Environment>,
): CaseRunner<Environment> {
  const environments = new Map<EnvironmentNeeds, Shared<Environment>>();
  for (const { environment = common } of cases) {
    const shared = environments.get(environment) ?? createShared(() => start(environment));
    shared.users += 1;
    environments.set(environment, shared);
  }
  return {
    run: ({ environment = common }, act) => environments.get(environment)!.use(act),
  };
}

interface Shared<Environment> {
  users: number;
  use(act: (environment: Environment) => Promise<void>): Promise<void>;
}

function createShared<Environment extends AsyncDisposable>(
  start: () => Promise<Environment>,
): Shared<Environment> {
  let started: Promise<Environment> | undefined;
  let turn: Promise<void> = Promise.resolve();

  async function takeTurn(
    before: Promise<void>,
    act: (environment: Environment) => Promise<void>,
  ): Promise<void> {
    await before;
    started ??= start();
    const environment = await started;
    try {
      await act(environment);
    } finally {
      shared.users -= 1;
      if (shared.users === 0) await environment[Symbol.asyncDispose]();
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
