import type { Catalog } from '../catalog/catalog.ts';
import type { Spec } from '../plan/plan.ts';
import { ScaffoldError } from '../scaffold-error.ts';

/** Throws a ScaffoldError if a function of the project cannot have its state store. */
export function checkState({ answers, functions }: Spec, catalog: Catalog): void {
  const { refusedEvents = {} } = catalog.stateStores.find(({ id }) => id === answers.state)!;
  for (const { name, event } of functions) {
    const why = refusedEvents[event];
    if (why === undefined) continue;
    throw new ScaffoldError('usage', {
      problem: `--state ${answers.state}: expected no function with the event ${event}, found ${name}: ${why}.`,
      fix: `Use another store: --state ${otherStores(catalog, event).join(' or ')}`,
    });
  }
}

function otherStores({ stateStores }: Catalog, event: string): string[] {
  return stateStores
    .filter(({ refusedEvents = {} }) => refusedEvents[event] === undefined)
    .map(({ id }) => id);
}
