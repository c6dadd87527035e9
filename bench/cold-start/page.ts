import { applications } from '../applications/applications.ts';
import type { Language } from '../../scaffold/catalog/language.ts';
import type { Fact } from './machine.ts';
import { type Measured, measuredIn, reachedIn } from './results.ts';
import { goalTable, resultTable } from './tables.ts';

/** The text of docs/performance.md. */
export function page(
  languages: readonly Language[],
  all: readonly Measured[],
  facts: readonly Fact[],
  command: string,
): string {
  return `<!-- Written by \`make bench\`: edit bench/cold-start/page.ts. -->

# Performance

Cold starts, latency, memory and image size of generated projects, measured side by side with common alternatives and with
the bare VM of each language.

![Cold start: first process to first request for an event, at 1 vCPU](cold-start.svg)

${languages.map((language) => section(language, all)).join('\n\n')}

## Columns

Each cell is the median of all rounds, with the quartiles in parentheses.

- **1, 0.58 and 0.29 vCPU**: cold start, from the exec of the container's first process to its first
  \`GET …/invocation/next\`. Lambda gives these shares to functions of 1,769, 1,024 and 512 MB. The image's files are in the
  page cache, as on a host that has run the image before.
- **CPU**: CPU time of all processes in the container until the first \`next\`, at 1 vCPU.
- **from disk**: the same cold start at 1 vCPU after the image's files were dropped from the page cache, as on a host that has
  never run the image. **read** is how much is read from disk until the first \`next\`.
- **first invocation**, **100 B**, **1 MB**: from sending the event to receiving the whole response, at 1 vCPU. The first
  invocation has an event of 100 B. The other two columns are over all warm invocations in all rounds. The handler decodes the
  event and returns a greeting.
- **memory**: resident memory of all processes after the first invocation. Shared pages count once.
- **image**, **compressed**: the size that Docker reports, and the size of \`docker save | gzip -6\`, which is close to what a
  registry stores.

## Method

- In every round, each image is started once in each setting, in a random order. Compare numbers within a table only. Other
  machines and other days give different milliseconds, but similar ratios.
- Each start has a new sandbox: its own processes, mounts, host name, control group and empty network, a read-only root with a
  writable \`/tmp\`, and user 993:990 without capabilities. \`docker run\` is not used, because it adds 60 ms or more.
- CPU shares have a period of 20 ms. With Docker's default of 100 ms, a share of 0.29 runs for 29 ms at full speed and then
  pauses for 71 ms, which hides the cost of a start shorter than that.
- The Runtime API and its clock run on the same machine, outside the limits. They add about 0.1 ms to each invocation, the same
  for all images.
- Every response is checked. The first start of each image fills the page cache and is not counted.
- The time that Lambda takes to pull an image and start a microVM is not included. It grows with the size of the image.

## Images

- **lambda-container**: the \`function\` target of a new project, which is what Lambda runs.
- **second function for websocket**: the same project with another function, which sends requests to AWS over TLS. Measured is the
  first one, which is started with the application \`ssl\`, too.
- **application**: the same project with ${applications.length + 2} applications as dependencies, and the size of real ones: supervision
  trees, registries and pools, ETS tables that are filled at start, protocols, checked configuration, TLS, and tables of thousands
  of function clauses, which its start uses in part, and its five sample events in full. [bench/applications](../bench/applications)
  makes it.
- **mix release** and **relx**: what \`mix phx.gen.release --docker\` and \`rebar3 new release\` lead to, started by their own
  script, with an \`httpc\` loop that takes events, on Debian slim. *Single stage* has everything in one build stage, like the
  first published examples.
- **AWS docs**: the image that AWS documents for a base image from elsewhere, with its runtime interface client.
- **bare**: the VM of the official image with a loop of 40 lines, without error handling, context or supervision. *Tuned flags*
  make the VM small. A generated project can start sooner, because it does not boot as \`erl\` does.

*Stock* in the goals is the first alternative in the table. The sources of all alternatives are in
[bench/stock](../bench/stock).

## Machine

${facts.map(([name, value]) => `- ${name}: ${value}`).join('\n')}
- Command: \`${command}\`

Run \`npm run bench:cold-start -- --help\` to see how to measure one language, or another checkout.
`;
}

function section(language: Language, all: readonly Measured[]): string {
  const measured = measuredIn(language, all);
  const reached = reachedIn(language, all);
  const boots = measured.filter(({ boot }) => boot !== undefined);
  return [
    `## ${language.title}`,
    resultTable(measured),
    ...(boots.length === 0 ? [] : [boots.map(bootLine).join('\n')]),
    ...(reached.length === 0 ? [] : [goalTable(reached)]),
  ].join('\n\n');
}

/** The boot that the build of an image has chosen: it falls back to the standard one. */
function bootLine({ variant, boot }: Measured): string {
  return `- boot of *${variant.title}*: ${boot}`;
}
