import type { ZodError } from 'zod/v3';

/** What is wrong with data, each fault with the path of its field: `versions[1].debian: Required`. */
export function describeIssues({ issues }: ZodError): string {
  return issues.map(({ path, message }) => `${fieldOf(path)}${message}`).join('; ');
}

function fieldOf(path: readonly (string | number)[]): string {
  if (path.length === 0) return '';
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`));
  return `${parts.join('').replace(/^\./, '')}: `;
}
