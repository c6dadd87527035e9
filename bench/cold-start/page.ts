import type { Language } from '../../scaffold/catalog/language.ts';
import type { Fact } from './machine.ts';
import { type Measured, measuredIn, reachedIn } from './results.ts';
import { goalTable, resultTable } from './tables.ts';

/** docs/performance.md: all of its words are here. */
export function page(
  languages: readonly Language[],
  all: readonly Measured[],
  facts: readonly Fact[],
  command: string,
): string {
  return `<!-- Written by \`make bench\`: edit bench/cold-start/page.ts. -->

# Performance

How soon a function is ready, how quick it answers, and how big it is: the images that the generator makes, side by
side with what people use today, and with a loop on the bare VM.

![Time to the first next at 1 vCPU](cold-start.svg)

${languages.map((language) => section(language, all)).join('\n\n')}

## What the columns say

Each cell is a median of all rounds, with the quartiles in parentheses: half of the starts lie between them.

- **1, 0.58 and 0.29 vCPU**: from the exec of the container's first process to its first \`GET …/invocation/next\`, at what
  Lambda gives a function of 1,769, 1,024 and 512 MB. The files are in memory, as on a host that ran the image before.
- **CPU**: what all processes of the container have used until then, at 1 vCPU.
- **from disk**, **read**: the same at 1 vCPU with the image's files dropped from the page cache before, as on a host that
  never ran it; and how much is read until the first \`next\`.
- **first invocation**, **100 B**, **1 MB**: from sending the event to having the whole answer, at 1 vCPU. The first is one of
  100 B; the others are of all warm invocations in all rounds. The handler decodes the event and greets the name in it.
- **memory**: what is resident after the first invocation for all processes together; what they share counts once.
- **image**, **compressed**: as Docker reports it, and as \`docker save | gzip -6\`, which is about what a registry stores.

## How it is measured

- In every round, each image is started once in each setting, in an order that is shuffled anew: compare within a table.
  Other machines, and other days, give other milliseconds and much the same ratios.
- Each start is a fresh environment: own processes, mounts, host name and control group, and a network of their own
  without anything in it; a read-only root with a writable \`/tmp\`; user 993:990 without capabilities. \`docker run\` is
  not used: it takes 60 ms and more by itself.
- Shares of a CPU have a period of 20 ms. With Docker's 100 ms, a share of 0.29 is 29 ms at full speed and a pause of 71,
  which hides what a start of less costs.
- The Runtime API, its clock included, is on the same machine outside of the limits. It takes about 0.1 ms of an
  invocation, the same for all.
- Every answer is checked. What starts first, to fill the page cache, does not count.
- Pulling an image and starting a microVM, which take Lambda longer the bigger the image is, are not in it.

## What is compared

- **ours**: a fresh project of this generator; the \`function\` target, which is what Lambda runs.
- **mix release** and **relx**: what \`mix phx.gen.release --docker\` and \`rebar3 new release\` lead to, started by their own
  script, with an \`httpc\` loop that takes events, on Debian slim; and all of it in one stage, as in the first examples.
- **AWS docs**: the image for Node.js on a base that is not from AWS, \`npx aws-lambda-ric\`.
- **bare**: the plain VM of the official image with a loop of 40 lines: no errors, no context, no supervision. *Tuned* has
  flags that make the VM small. Ours can start sooner, because it does not boot as \`erl\` does.

All of them are in [bench/stock](../bench/stock).

## Where and how

${facts.map(([name, value]) => `- ${name}: ${value}`).join('\n')}
- Command: \`${command}\`

\`npm run bench:cold-start -- --help\` tells how to measure one language, or another checkout.
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

/** What the build of an image has chosen: see the standard boot of what was to be lean. */
function bootLine({ variant, boot }: Measured): string {
  return `- boot of *${variant.title}*: ${boot}`;
}
