import { expect, test } from 'vitest';
import {
  functionTokens,
  pascalCase,
  projectTokens,
  replaceTokens,
  snakeCase,
} from '../../../scaffold/plan/tokens.ts';

test.each([
  ['hello', 'hello', 'Hello'],
  ['hello_world', 'hello_world', 'HelloWorld'],
  ['orders-api', 'orders_api', 'OrdersApi'],
  ['v2_api', 'v2_api', 'V2Api'],
  ['step-1b', 'step_1b', 'Step1b'],
])('%s is %s in snake_case and %s in PascalCase', (name, snake, pascal) => {
  expect(snakeCase(name)).toBe(snake);
  expect(pascalCase(name)).toBe(pascal);
});

test('what tokens stand for is put next to other underscores', () => {
  const tokens = { ...projectTokens('orders-api'), ...functionTokens('send-mail') };
  expect(replaceTokens('test/__app___test.exs', tokens)).toBe('test/orders_api_test.exs');
  expect(replaceTokens('__app_____ident__', tokens)).toBe('orders_api_send_mail');
  expect(replaceTokens('__App__.__Ident__ __name__ __function__', tokens)).toBe(
    'OrdersApi.SendMail orders-api send-mail',
  );
});

test('what is no token stays as it is', () => {
  expect(replaceTokens('__init__.py', projectTokens('a'))).toBe('__init__.py');
});
