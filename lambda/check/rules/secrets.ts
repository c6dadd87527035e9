import type { ImageFacts } from '../../image/image-facts.ts';
import type { FoundFile } from '../../image/tree/file-tree.ts';
import { instructionOf } from '../base-layers.ts';
import { layerName } from '../odd-entries.ts';
import type { Problem, Rule } from '../rule.ts';
import { assignmentsIn, isSecret, secretForm } from '../secret-values.ts';

export const secrets: Rule = {
  id: 'secrets',
  severity: 'warning',
  title: 'the image contains no secrets',
  why: 'Everyone who can pull the image can read its files, even if a later layer removes them, and its configuration: environment variables, labels, and the instructions that it was built with, with the values of build arguments. Read secrets from Secrets Manager or from encrypted environment variables instead.',
  *check({ image }) {
    const seen = new Set<string>();
    for (const problem of [...inFiles(image), ...inConfig(image), ...inHistory(image)]) {
      if (seen.has(problem.where)) continue;
      seen.add(problem.where);
      yield problem;
    }
  },
};

type Located = Problem & { where: string };

const mount = 'If the build needs it, use RUN --mount=type=secret.';

function* inFiles({ files, hidden, layers }: ImageFacts): Iterable<Located> {
  for (const file of files.all()) {
    const kind = file.facts.type === 'file' ? secretIn(file) : undefined;
    if (kind === undefined) continue;
    yield {
      found: `Expected no secrets, found ${kind}.`,
      where: file.path,
      fix: `Add it to .dockerignore. ${mount}`,
    };
  }
  for (const file of hidden) {
    const kind = secretIn(file);
    if (kind === undefined) continue;
    yield {
      found: `Expected no secrets, found ${kind} in ${layerName(layers, file.facts.layer)}: a later layer hides it, but it is in the image.`,
      where: file.path,
      fix: `Add it to .dockerignore. ${mount} Removing a file in a later instruction does not remove it from the image.`,
    };
  }
}

function* inConfig({ config: { env, labels } }: ImageFacts): Iterable<Located> {
  const places = [
    ...env.map(({ name, value }) => ['ENV', name, value] as const),
    ...Object.entries(labels).map(([name, value]) => ['LABEL', name, value] as const),
  ];
  for (const [instruction, name, value] of places) {
    const kind = isSecret(name, value) ? 'a secret' : secretForm(value);
    if (kind === undefined) continue;
    yield {
      found: `Expected no secrets, found ${kind} as the value of ${name}.`,
      where: `${instruction} ${name}`,
      fix: `Remove it from the Dockerfile. ${instruction === 'ENV' ? 'Set it in the configuration of the function, or read it from Secrets Manager.' : mount}`,
    };
  }
}

function* inHistory({ config: { history } }: ImageFacts): Iterable<Located> {
  for (const { createdBy } of history) {
    const text = instructionOf(createdBy);
    const kind = kindOf(text);
    const found = [...assignmentsIn(text)].filter(({ name, value }) => isSecret(name, value));
    for (const { name, index } of found) {
      const place = kind === 'RUN' && index < argumentsEnd(text) ? 'ARG' : kind;
      yield {
        found: `Expected no secrets, found the value of ${name} in the history of the image (docker history).`,
        where: `${place} ${name}`,
        fix: `Remove it from the Dockerfile${place === 'ARG' ? ' and from --build-arg' : ''}. ${mount}`,
      };
    }
    const form = found.length > 0 ? undefined : secretForm(text);
    if (form === undefined) continue;
    yield {
      found: `Expected no secrets, found ${form} in the history of the image (docker history).`,
      where: kind,
      fix: `Remove it from the Dockerfile. ${mount}`,
    };
  }
}

function kindOf(text: string): string {
  return /^(ARG|ENV|LABEL|COPY|ADD|CMD|ENTRYPOINT|HEALTHCHECK)\b/.exec(text)?.[1] ?? 'RUN';
}

/** Builders note a RUN with build arguments as `|2 NAME=value NAME=value /bin/sh -c …`. */
function argumentsEnd(text: string): number {
  return /^(?:RUN )?\|\d+ /.test(text) ? text.search(/ \/\S+ -c |$/) : 0;
}

function secretIn({ path, facts: { content } }: FoundFile): string | undefined {
  // Distributions, languages and packages contain example keys.
  if (/^\/(usr\/(local\/)?(share|lib|lib64|include)|lib|etc\/ssl)\//.test(path)) return undefined;
  if (/\/(node_modules|site-packages|dist-packages|vendor)\//.test(path)) return undefined;
  const text = content?.toString('latin1') ?? '';
  if (/\/\.env(\.(local|production|development|prod|dev|staging))?$/.test(path)) {
    return 'a file of environment variables';
  }
  if (/\/(\.aws|\.gem|\.cargo)\/credentials(\.toml)?$/.test(path)) {
    return path.includes('/.aws/') ? 'AWS credentials' : 'a token for a package registry';
  }
  if (/\/\.(npmrc|yarnrc)$/.test(path) && /_auth(Token)?\s*=\s*[^\s$]/.test(text)) {
    return 'a token for a package registry';
  }
  if (/\/(\.(netrc|pypirc|git-credentials|docker\/config\.json)|\.kube\/config)$/.test(path)) {
    return 'a password';
  }
  if (/\/(\.git\/config|pip\.conf)$/.test(path)) return secretForm(text);
  if (/-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/.test(text)) return 'a private key';
  return undefined;
}
