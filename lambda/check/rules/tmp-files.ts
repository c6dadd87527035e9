import type { Rule } from '../rule.ts';

export const tmpFiles: Rule = {
  id: 'tmp-files',
  severity: 'warning',
  title: '/tmp is empty',
  why: 'Lambda mounts an empty /tmp over that of the image: the function cannot see the files in it.',
  *check({ image }) {
    const names = image.files.names('/tmp');
    if (names.length === 0) return;
    yield {
      found: `Expected an empty /tmp, found ${names.length}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? '…' : ''}`,
      where: '/tmp',
      fix: 'Move the files elsewhere, such as to /opt, or remove them in the RUN that creates them.',
    };
  },
};
