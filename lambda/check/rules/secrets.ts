import type { FoundFile } from '../../image/tree/file-tree.ts';
import type { Rule } from '../rule.ts';

export const secrets: Rule = {
  id: 'secrets',
  severity: 'warning',
  title: 'the image contains no secrets',
  why: 'Everyone who can pull the image can read them, even if a later layer removes them. Read secrets from Secrets Manager or from encrypted environment variables instead.',
  *check({ image }) {
    for (const file of image.files.all()) {
      const kind = file.facts.type === 'file' ? secretIn(file) : undefined;
      if (kind === undefined) continue;
      yield {
        found: `Expected no secrets, found ${kind}.`,
        where: file.path,
        fix: `Add it to .dockerignore. If the build needs it, use RUN --mount=type=secret.`,
      };
    }
  },
};

function secretIn({ path, facts: { content } }: FoundFile): string | undefined {
  // Distributions, languages and packages contain example keys.
  if (/^\/(usr\/(local\/)?(share|lib|lib64|include)|lib|etc\/ssl)\//.test(path)) return undefined;
  if (/\/(node_modules|site-packages|dist-packages|vendor)\//.test(path)) return undefined;
  const text = content?.toString('latin1') ?? '';
  if (/\/\.env(\.(local|production|development|prod|dev|staging))?$/.test(path)) {
    return 'a file of environment variables';
  }
  if (path.endsWith('/.aws/credentials')) return 'AWS credentials';
  if (/\/\.(npmrc|yarnrc)$/.test(path) && /_auth(Token)?\s*=\s*[^\s$]/.test(text)) {
    return 'a token for a package registry';
  }
  if (/\/\.(netrc|pypirc|git-credentials|docker\/config\.json)$/.test(path)) return 'a password';
  if (/-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/.test(text)) return 'a private key';
  return undefined;
}
