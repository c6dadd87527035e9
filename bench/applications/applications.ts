/** Tables of rows that a module has as function clauses, as those of time zones and translations have. */
export interface Tables {
  modules: number;
  rows: number;
  /** What looks something up in them: the start of the application, or some events only. */
  usedBy: 'start' | 'event';
}

/** One application of the kind that real projects depend on, in numbers. */
export interface Application {
  name: string;
  /** The applications of this list that it depends on. */
  needs?: string[];
  /** Those of OTP. */
  otp?: string[];
  /** Records with typed fields, whose modules describe them and check their values. */
  schemas?: number;
  /** Modules with a common behaviour, which are listed when the application starts. */
  commands?: number;
  /** Functions that are called when any application has started. */
  handlers?: number;
  /** Processes in a pool that a registry knows. */
  workers?: number;
  /** Rows in an ETS table that is filled when the application starts. */
  cached?: number;
  /** Implementations of a protocol, or of a behaviour in a language without protocols. */
  formats?: number;
  tables?: Tables;
}

/**
 * A function with a web pipeline, a database, a queue, clients of AWS and what comes with them. Before these start
 * `bus`, which events are sent to, and `settings`, which checks configuration: see vendor/ in the directory of a language.
 */
export const applications: readonly Application[] = [
  { name: 'numbers', schemas: 2, commands: 2 },
  { name: 'money', needs: ['numbers'], tables: { modules: 1, rows: 300, usedBy: 'start' } },
  { name: 'media_types', tables: { modules: 1, rows: 1_200, usedBy: 'start' } },
  { name: 'zones', cached: 400, tables: { modules: 8, rows: 2_500, usedBy: 'event' } },
  { name: 'phrases', commands: 2, tables: { modules: 10, rows: 1_500, usedBy: 'event' } },
  { name: 'encoder', formats: 14, commands: 2 },
  { name: 'shared_cache', cached: 5_000, workers: 4 },
  { name: 'switches', cached: 1_000, handlers: 2 },
  { name: 'pool', workers: 8, commands: 2 },
  {
    name: 'client',
    needs: ['pool', 'media_types'],
    otp: ['crypto', 'ssl', 'inets'],
    schemas: 2,
    commands: 4,
    workers: 2,
  },
  { name: 'cloud', needs: ['client', 'encoder'], schemas: 6, commands: 6 },
  { name: 'store', needs: ['pool', 'numbers'], schemas: 12, commands: 6, workers: 5 },
  { name: 'store_history', needs: ['store'], schemas: 3, handlers: 2 },
  { name: 'queue', needs: ['cloud'], commands: 5, workers: 10, handlers: 2 },
  { name: 'jobs', needs: ['store', 'queue'], schemas: 2, commands: 3, workers: 5 },
  { name: 'mailer', needs: ['client', 'pages'], commands: 3, workers: 1 },
  { name: 'pages', needs: ['phrases'], formats: 9, commands: 3 },
  { name: 'web', needs: ['pages', 'media_types'], commands: 15, schemas: 2 },
  { name: 'metrics', handlers: 8, workers: 2, cached: 200 },
  { name: 'audit', needs: ['store'], handlers: 4, schemas: 2 },
  { name: 'reports', needs: ['store'], tables: { modules: 4, rows: 2_000, usedBy: 'event' } },
  { name: 'search', needs: ['store'], cached: 3_000, commands: 3 },
];
