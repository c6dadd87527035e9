import type { Derivation } from '../samples/derivations.ts';
import type { Language } from './language.ts';

/** What templates/bases/<id>/base.json says. */
export interface Base {
  readonly id: string;
  readonly title: string;
}

/** What templates/events/<id>/event.json says. */
export interface Event {
  readonly id: string;
  readonly title: string;
  /** The event of events/<function>/ that `make invoke` sends: its name without `.json`. */
  readonly sample: string;
  /** Values of its events that follow from others. Later ones may follow from earlier ones. */
  readonly derived?: readonly DerivedValue[] | undefined;
  /** What every deploy tool sets for a function with this event: numbers and words that their templates insert. */
  readonly facts: Readonly<Record<string, string | number | readonly string[]>>;
}

/** The value at one path of an event follows from that at another: `[]` stands for each element of a list. */
export interface DerivedValue {
  readonly set: string;
  readonly from: string;
  readonly as: Derivation;
}

/** What templates/styles/<id>/style.json says. */
export interface Style {
  readonly id: string;
  readonly title: string;
}

/** What templates/deploy/<id>/deploy.json says. */
export interface DeployTool {
  readonly id: string;
  readonly title: string;
  /** Directories of templates/families that this tool belongs to. */
  readonly families: readonly string[];
  /** Its files that belong to the user; a directory ends in a slash. */
  readonly userFiles: readonly string[];
}

/** What templates/state/<id>/state.json says. */
export interface StateStore {
  readonly id: string;
  readonly title: string;
  /** Events whose functions cannot have it, and why: `it sends to … by the Internet`. */
  readonly refusedEvents?: Readonly<Record<string, string>> | undefined;
}

/** What templates/ci/<id>/ci.json says. */
export interface CiProvider {
  readonly id: string;
  readonly title: string;
  /** What its jobs run on, by the architecture of the function. */
  readonly runners?: Readonly<Record<string, string>> | undefined;
  /** Its files that belong to the user; a directory ends in a slash. */
  readonly userFiles: readonly string[];
}

/** Everything to choose from. */
export interface Catalog {
  /** The directory that it was read from. */
  readonly templates: string;
  readonly languages: readonly Language[];
  readonly bases: readonly Base[];
  readonly styles: readonly Style[];
  readonly events: readonly Event[];
  readonly deployTools: readonly DeployTool[];
  readonly stateStores: readonly StateStore[];
  readonly ciProviders: readonly CiProvider[];
}
