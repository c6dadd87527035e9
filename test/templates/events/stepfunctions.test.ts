import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { projectFiles } from '../../deploy/project-files.ts';

const catalog = loadCatalog();
const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:orders-api:live';

/** Not of the first function: names of its errors may have its own name in them. */
const functions = [
  { name: 'orders-api', event: 'direct' },
  { name: 'pay-orders', event: 'stepfunctions' },
] as const;

describe.each(catalog.languages.map(({ id }) => id))('the state machine for %s', (id) => {
  const files = projectFiles(catalog, 'sam', functions, id);
  // Refuses what is not in the Amazon States Language.
  const stateMachine = new StateMachine(
    JSON.parse(
      files['state-machines/pay-orders.asl.json']!.replace('${FunctionArn}', arn),
    ) as StateMachineDefinition,
  );
  /** An error that the function reports: `make test` compares it with that of the image. */
  function reported(sample: string): string {
    return JSON.parse(files[`events/pay-orders/${sample}.expected.json`]!).errorType as string;
  }

  test('ends with the result of the function', async () => {
    const { result, inputs } = await execute([]);
    expect(result).toEqual({ orderId: 'A-1001', status: 'charged' });
    expect(inputs).toHaveLength(1);
  });

  test('goes on with another state after an error that stays', async () => {
    const { result, inputs } = await execute([reported('declined')]);
    expect(result).toEqual({ orderId: 'A-1001', status: 'declined' });
    expect(inputs).toHaveLength(1);
  });

  test('tries again after an error that passes, with the same input', async () => {
    const { result, inputs } = await execute([
      reported('busy'),
      'Lambda.TooManyRequestsException',
      reported('busy'),
    ]);
    expect(result).toEqual({ orderId: 'A-1001', status: 'charged' });
    expect(inputs).toHaveLength(4);
    expect(new Set(inputs.map((input) => JSON.stringify(input))).size).toBe(1);
  });

  test('fails after seven tries', async () => {
    const { result, inputs } = await execute(Array.from({ length: 9 }, () => reported('busy')));
    expect(result).toMatchObject({ name: 'ExecutionError' });
    expect(inputs).toHaveLength(7);
  });

  test('fails at once after any other error', async () => {
    const { result, inputs } = await execute(['Other']);
    expect(result).toMatchObject({ name: 'ExecutionError' });
    expect(inputs).toHaveLength(1);
  });

  /** Runs it, with a function that fails with these errors, and then succeeds. Resolves to the error if it fails. */
  async function execute(errors: readonly string[]) {
    const inputs: unknown[] = [];
    const order = JSON.parse(files['events/pay-orders/order.json']!);
    const { result } = stateMachine.run(order, {
      overrides: {
        taskResourceLocalHandlers: {
          async Charge(input: unknown) {
            const name = errors[inputs.length];
            inputs.push(input);
            if (name === undefined)
              return JSON.parse(files['events/pay-orders/order.expected.json']!);
            throw Object.assign(new Error('The function failed.'), { name });
          },
        },
        retryIntervalOverrides: { Charge: 0 },
      },
    });
    return { result: await result.catch((error: unknown) => error), inputs };
  }
});
