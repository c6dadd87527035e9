import { z } from 'zod/v3';
import { type Derivation, derivations } from '../samples/derivations.ts';

/** The rules in event.json and source.json that say which values of an event follow from others. */
export const derivedValuesSchema = z.array(
  z
    .object({
      set: z.string().min(1),
      from: z.string().min(1),
      as: z.enum(Object.keys(derivations) as [Derivation, ...Derivation[]]),
    })
    .strict(),
);
