import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { isFullMatrix } from '../../docker/combinations.ts';
import { deployedProject } from './deployed-project.ts';
import type { AwsCli } from './start-account.ts';

const fillBucket = fileURLToPath(new URL('fill_bucket.py', import.meta.url));
const bucket = 'orders-bucket';
const keptBucket = 'orders-kept';
const template = {
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucket } },
    Kept: {
      Type: 'AWS::S3::Bucket',
      DeletionPolicy: 'Retain',
      Properties: { BucketName: keptBucket },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders-queue' } },
  },
};

test.each<AwsCli>(isFullMatrix ? [1, 2] : [2])(
  'make destroy says what is lost, and empties buckets, with the AWS CLI %d',
  async (awsCli) => {
    await using deployed = await deployedProject({ id: 'sam', awsCli });
    const { project, env } = deployed;
    const options = { cwd: project.directory, env };
    const stack = ['--stack-name', 'orders', '--template-body', JSON.stringify(template)];
    await execa('aws', ['cloudformation', 'create-stack', ...stack], options);
    // More objects than one request removes.
    await execa('python3', [fillBucket, bucket, '510'], options);
    await execa('python3', [fillBucket, keptBucket, '1'], options);
    const deletion = ['s3api', 'delete-bucket', '--bucket', bucket];
    await expect(execa('aws', deletion, options)).rejects.toThrow(/BucketNotEmpty/);

    const { output } = await deployed.make('destroy');
    expect(output).toMatch(/^What is in these is lost:\norders-bucket\n\S+orders-queue$/m);
    const removed = await deployed.make('destroy', { variables: ['CONFIRM=yes'] });
    expect(removed.exitCode, removed.output).toBe(0);
    await expect(execa('aws', deletion, options)).rejects.toThrow(/NoSuchBucket/);
    const kept = ['s3api', 'list-object-versions', '--bucket', keptBucket, '--output', 'json'];
    const { stdout } = await execa('aws', kept, options);
    expect(JSON.parse(stdout)).toHaveProperty('Versions');

    // As it is if make destroy was interrupted after that.
    const script = path.join(project.directory, '.lambda-container/deploy.sh');
    await execa(script, ['empty_bucket', bucket], options);
  },
);
