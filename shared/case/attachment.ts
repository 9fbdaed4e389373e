import { z } from 'zod';
import { blobHash } from '#shared/lib/ids.ts';

/** A file sent with a message: its sealed bytes lie in the engine's blob store under `blob`. `type` is what the bytes were sniffed as, never what the sender claimed. */
export const attachment = z.object({
  blob: blobHash,
  name: z.string().min(1).max(255),
  type: z.string().min(1).max(100),
  size: z.number().int().positive(),
});
export type Attachment = z.infer<typeof attachment>;

/** The most bytes of one attachment; a channel may allow less. */
export const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024;
/** The most attachments of one message. */
export const MAX_ATTACHMENTS = 5;
/** The most UTF-16 units of one message; a channel may allow less. */
export const MAX_MESSAGE_LENGTH = 8_000;

/** A message as its provider gave it, kept whole beside what a case shows of it: its sealed bytes, and what a reader should know of them. */
export const original = z.object({
  blob: blobHash,
  size: z.number().int().positive(),
  /** It has a form of its own beside its text. */
  html: z.boolean(),
  /** It repeats earlier messages, which the case's text leaves out. */
  quoted: z.boolean(),
  /** Files that came with it and were not let in. */
  refused: z.array(z.object({ name: z.string().max(255), reason: z.string().max(100) })).max(100),
});
export type Original = z.infer<typeof original>;
