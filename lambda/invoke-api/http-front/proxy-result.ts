import { z } from 'zod';

import { MalformedResponse } from './http-response.ts';

/** What all kinds take as a status: JSON has it as a number, some write it as text. */
export const statusCode = z
  .union([z.number(), z.string().regex(/^\d{3}$/, 'expected a status such as 200')], {
    error: 'expected a status such as 200',
  })
  .transform(Number)
  // Below 200 there are only interim responses.
  .pipe(z.int().min(200).max(599));

const scalar = z
  .union([z.string(), z.number(), z.boolean()], { error: 'expected text' })
  .transform(String);

export const singleHeaders = z.record(z.string(), scalar).nullish();

export const multiHeaders = z.record(z.string(), z.array(scalar)).nullish();

export const isBase64Encoded = z.boolean().nullish();

/** Throws a MalformedResponse if it is no JSON. */
export function parsedJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    const problem = `Expected the response to be JSON: ${(error as Error).message}`;
    throw new MalformedResponse(problem, { cause: error });
  }
}

/** Throws a MalformedResponse that says what is wrong, and where. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const problems = error.issues.map(({ path, message }) =>
    [...(path.length === 0 ? [] : [path.join('.')]), message].join(': '),
  );
  throw new MalformedResponse(`Malformed response: ${problems.join('; ')}.`);
}

/** The headers of both maps. A name in the second one does not count in the first. */
export function headerPairs(
  single: Readonly<Record<string, string>> | null | undefined,
  multi: Readonly<Record<string, readonly string[]>> | null | undefined = {},
): [name: string, value: string][] {
  const inMulti = new Set(Object.keys(multi ?? {}).map((name) => name.toLowerCase()));
  return [
    ...Object.entries(single ?? {}).filter(([name]) => !inMulti.has(name.toLowerCase())),
    ...Object.entries(multi ?? {}).flatMap(([name, values]) =>
      values.map((value): [string, string] => [name, value]),
    ),
  ];
}

export function bodyBytes(
  body: string | null | undefined,
  isBase64: boolean | null | undefined,
): Buffer {
  return Buffer.from(body ?? '', isBase64 === true ? 'base64' : 'utf8');
}
