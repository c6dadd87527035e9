import { execaSync } from 'execa';
import { expect, test } from 'vitest';

import { shellWord } from '../../scaffold/shell-word.ts';

test.each(['../orders-api', '/srv/a_b@1.0', 'C:/x'])('%s needs no quotes', (text) => {
  expect(shellWord(text)).toBe(text);
});

test.each(['my project', "Ada's", '$HOME', '~', '*', '', 'a\nb', '`id`'])(
  '%j is the same for a shell',
  (text) => {
    const { stdout } = execaSync('sh', ['-c', `printf '%s.' ${shellWord(text)}`]);
    expect(stdout).toBe(`${text}.`);
  },
);
