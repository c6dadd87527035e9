/**
 * A project is chosen along these axes. A cell is a directory of templates/ whose path
 * names values of them, such as languages/elixir/events/sqs; parts of several cells follow one another
 * in this order. `directory` holds a directory for each value.
 */
export const axes = [
  { name: 'base', directory: 'bases' },
  { name: 'family', directory: 'families' },
  { name: 'language', directory: 'languages' },
  { name: 'style', directory: 'styles' },
  { name: 'event', directory: 'events' },
  { name: 'deploy', directory: 'deploy' },
  { name: 'state', directory: 'state' },
  { name: 'ci', directory: 'ci' },
  { name: 'agentsMd', directory: 'agents-md' },
] as const;

export type Axis = (typeof axes)[number];
export type AxisName = Axis['name'];
