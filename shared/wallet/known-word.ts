import { z } from 'zod';

/**
 * A word of a closed list, or one that a wallet uses and this console does not know. Then the field says `unknown`, and the
 * word stands as it came in the field's `raw…` neighbour: it is shown, never taken for something else.
 */
export type Shown<Word extends string> = Word | 'unknown';

/** The schema of a field that may hold a word unknown here. */
export function shown<const Words extends Readonly<Record<string, string>>>(known: z.ZodEnum<Words>) {
  return z.enum([...(known.options as Words[keyof Words][]), 'unknown'] as readonly Shown<Words[keyof Words]>[]);
}

/** The word as it came, beside a field that says `unknown`. */
export const rawWord = z.string().max(200);
