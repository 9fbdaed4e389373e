import { z } from 'zod';

/** Why a value is shown in full. */
export const revealReason = z.enum(['verify', 'trace', 'correct', 'call-back', 'other']);
export type RevealReason = z.infer<typeof revealReason>;

/** Why somebody opens a customer whose case is not theirs. */
export const glassReason = z.enum(['colleague-away', 'urgent', 'same-matter', 'fraud', 'other']);
export type GlassReason = z.infer<typeof glassReason>;

/** What is typed beside a reason; with `other` it is needed. */
export const reasonWords = z.string().trim().max(500);

/** The least that words say something with. */
export const LEAST_WORDS = 3;

/** So many full values are shown to a person in an hour; then a supervisor lifts the limit. */
export const REVEALS_AN_HOUR = 5;

/** How long a full value stays on the screen, and a copy of it in the clipboard, in seconds. */
export const SHOWN_SECONDS = 30;

/** How long a customer stays open who was opened without a case, in minutes. */
export const GLASS_MINUTES = 10;

/** The fields of an account that the wallet shows in full when asked; a card by its id. */
export const accountField = z.union([
  z.object({ kind: z.enum(['phone', 'email', 'id-number']) }),
  z.object({ kind: z.literal('card'), card: z.string().min(1).max(64) }),
]);
export type AccountField = z.infer<typeof accountField>;

/** How a field is called on record. */
export const fieldName = (field: AccountField): string => (field.kind === 'card' ? `card ${field.card}` : field.kind);
