/** Where the workflow is in a project. */
export const workflow = '.github/workflows/ci.yml';

/** The text of each job of a workflow, by its name. */
export function jobsIn(yaml: string): Record<string, string> {
  const [, jobs] = yaml.split(/^jobs:\n/m);
  const blocks = jobs!.matchAll(/^ {2}(\w+):\n((?: {4}.*\n|\n)+)/gm);
  return Object.fromEntries([...blocks].map(([, name, block]) => [name, block!]));
}

/** What the steps of a workflow, or of one of its jobs, run, in order. */
export function commandsIn(yaml: string): string[] {
  return [...yaml.matchAll(/^ {8}run: (?:\|\n((?: {10}.*\n)+)|(.+)\n)/gm)].map(
    ([, block, line]) => line ?? block!.replaceAll(/^ {10}/gm, ''),
  );
}
