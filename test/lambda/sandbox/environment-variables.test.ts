import { expect, test } from 'vitest';

import { environmentVariables, isForced } from '../../../lambda/sandbox/environment-variables.ts';

const settings = { functionName: 'hello', memoryMb: 512, concurrency: 1, env: {} };
const address = '172.17.0.1:9001';

test('the variables of a setting stand, but for those that Lambda sets', () => {
  const env = {
    GREETING: 'Hi',
    AWS_REGION: 'eu-west-1',
    _HANDLER: 'mine',
    AWS_LAMBDA_RUNTIME_API: 'x',
  };
  expect(environmentVariables({ ...settings, env }, address)).toMatchObject({
    GREETING: 'Hi',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_LAMBDA_RUNTIME_API: address,
    AWS_LAMBDA_FUNCTION_NAME: 'hello',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    _HANDLER: '',
  });
});

test('a managed instance says how many events it may send at once', () => {
  expect(environmentVariables(settings, address)).not.toHaveProperty('AWS_LAMBDA_MAX_CONCURRENCY');
  expect(environmentVariables({ ...settings, concurrency: 10 }, address)).toMatchObject({
    AWS_LAMBDA_MAX_CONCURRENCY: '10',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'lambda-managed-instances',
  });
});

test('no credentials are made up', () => {
  const names = Object.keys(environmentVariables(settings, address));
  expect(names.filter((name) => /KEY|SECRET|TOKEN/.test(name))).toStrictEqual([]);
});

test('what Lambda sets cannot be set', () => {
  expect(isForced('AWS_LAMBDA_RUNTIME_API')).toBe(true);
  expect(isForced('AWS_LAMBDA_MAX_CONCURRENCY')).toBe(true);
  expect(isForced('AWS_REGION')).toBe(false);
  expect(isForced('AWS_ACCESS_KEY_ID')).toBe(false);
});
