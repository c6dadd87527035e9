// zod/v3: the main entry imports 50 locales, which takes longer than a small image.
import { z, type ZodType, type ZodTypeDef } from 'zod/v3';

import type { Budget } from '../budget.ts';
import { ImageError } from '../image-error.ts';
import { maxDocumentDepth, maxDocumentValues } from '../limits.ts';
import { countJson } from './count-json.ts';

/** The fields that are read: "OCI Image Format Specification", and Docker's older ones of the same form. */
const platform = z.object({
  os: z.string().optional(),
  architecture: z.string().optional(),
  variant: z.string().optional(),
});

const descriptor = z.object({
  mediaType: z.string().optional(),
  digest: z.string(),
  platform: platform.nullish(),
  annotations: z.record(z.string()).nullish(),
});

export const indexSchema = z.object({
  mediaType: z.string().optional(),
  manifests: z.array(descriptor),
});

export const manifestSchema = z.object({
  mediaType: z.string().optional(),
  config: descriptor,
  layers: z.array(descriptor),
});

/** `manifest.json` of `docker save`. */
export const dockerManifestsSchema = z.array(
  z.object({
    Config: z.string(),
    RepoTags: z.array(z.string()).nullish(),
    Layers: z.array(z.string()).nullish(),
  }),
);

const words = z.array(z.string()).nullish();
const keys = z.record(z.unknown()).nullish();

export const configSchema = z.object({
  os: z.string().optional(),
  architecture: z.string().optional(),
  variant: z.string().optional(),
  created: z.string().nullish(),
  config: z
    .object({
      Entrypoint: words,
      Cmd: words,
      WorkingDir: z.string().nullish(),
      Env: words,
      User: z.string().nullish(),
      Volumes: keys,
      ExposedPorts: keys,
      Healthcheck: z.object({ Test: words }).nullish(),
      StopSignal: z.string().nullish(),
      Labels: z.record(z.string()).nullish(),
      Shell: words,
    })
    .nullish(),
  history: z
    .array(z.object({ created_by: z.string().optional(), empty_layer: z.boolean().optional() }))
    .nullish(),
  rootfs: z.object({ diff_ids: z.array(z.string()).nullish() }).nullish(),
});

/** The form of a document, with the type of what is read. */
export type Schema<Value> = ZodType<Value, ZodTypeDef, unknown>;

export type Descriptor = z.infer<typeof descriptor>;
export type Platform = z.infer<typeof platform>;
export type ManifestDocument = z.infer<typeof manifestSchema>;
export type ConfigDocument = z.infer<typeof configSchema>;

/** Parsing, and comparing with the schema. */
const valueSteps = 20;

/** What a value takes in memory. */
const valueBytes = 100;

/**
 * Throws an ImageError that says which field of which document is wrong. What it has in it is counted before it is
 * parsed: a value of two characters may take a hundred bytes of memory.
 */
export function readDocument<Value>(
  bytes: Buffer,
  name: string,
  schema: Schema<Value>,
  budget: Budget,
): Value {
  function broken(found: string, cause?: unknown): ImageError {
    return new ImageError(
      {
        expected: `${name} as the OCI image format has it`,
        found,
        fix: 'Create the archive again.',
      },
      { cause },
    );
  }
  const { values, depth } = countJson(bytes);
  if (depth > maxDocumentDepth) throw broken(`more than ${maxDocumentDepth} levels`);
  if (values > maxDocumentValues) throw broken(`more than ${maxDocumentValues} values`);
  budget.spend('steps', valueSteps * values);
  budget.spend('keptBytes', valueBytes * values + bytes.length);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw broken('no JSON', cause);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw broken(`${issue!.message} at "${issue!.path.join('.')}"`);
}
