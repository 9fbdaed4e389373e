import { z } from 'zod';
import { token } from '#shared/lib/ids.ts';

export const sensitiveKind = z.enum(['card', 'id-number', 'phone', 'email']);
export type SensitiveKind = z.infer<typeof sensitiveKind>;

/** Where a masked text hides a value: `[at, at + length)` in UTF-16 units of the masked text. */
export const tokenMark = z.object({
  kind: sensitiveKind,
  token,
  at: z.number().int().nonnegative(),
  length: z.number().int().positive(),
});
export type TokenMark = z.infer<typeof tokenMark>;

/** A text as the log holds it: sensitive values replaced by their masked form, with a mark for each. */
export const maskedText = z.object({ text: z.string(), marks: z.array(tokenMark) });
export type MaskedText = z.infer<typeof maskedText>;
