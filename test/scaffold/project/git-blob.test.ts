import { execaSync } from 'execa';
import { expect, test } from 'vitest';
import { gitBlobId } from '../../../scaffold/project/git-blob.ts';

test.each(['', 'hello\n', 'Grüße, 世界\n'])('has the id that git gives to %j', (text) => {
  const { stdout } = execaSync('git', ['hash-object', '--stdin'], { input: text });
  expect(gitBlobId(Buffer.from(text))).toBe(stdout);
});
