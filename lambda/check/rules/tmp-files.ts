import type { Rule } from '../rule.ts';

export const tmpFiles: Rule = {
  id: 'tmp-files',
  severity: 'warning',
  title: '/tmp is empty',
  why: 'Lambda puts an empty /tmp over that of the image: what was put there is not there when the function runs.',
  *check({ image }) {
    const names = image.files.names('/tmp');
    if (names.length === 0) return;
    yield {
      found: `Expected nothing in /tmp, found ${names.length}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? '…' : ''}`,
      where: '/tmp',
      fix: 'Put it elsewhere, such as /opt, or remove it in the RUN instruction that made it.',
    };
  },
};
