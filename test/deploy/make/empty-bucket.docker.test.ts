import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { isFullMatrix } from '../../docker/combinations.ts';
import { deployedProject } from './deployed-project.ts';
import type { AwsCli } from './start-account.ts';

const fillBucket = fileURLToPath(new URL('fill_bucket.py', import.meta.url));
const bucket = 'orders-bucket';

test.each<AwsCli>(isFullMatrix ? [1, 2] : [2])(
  'make destroy can empty a bucket with the AWS CLI %d',
  async (awsCli) => {
    await using deployed = await deployedProject({ id: 'sam', awsCli });
    const { project, env } = deployed;
    const options = { cwd: project.directory, env };
    const script = path.join(project.directory, '.lambda-container/deploy.sh');
    // More objects than a request may remove.
    await execa('python3', [fillBucket, bucket, '1010'], options);
    const deletion = ['s3api', 'delete-bucket', '--bucket', bucket];
    await expect(execa('aws', deletion, options)).rejects.toThrow(/BucketNotEmpty/);
    await execa(script, ['empty_bucket', bucket], options);
    await execa('aws', deletion, options);
    // The bucket is gone, if make destroy was interrupted after that.
    await execa(script, ['empty_bucket', bucket], options);
  },
);
