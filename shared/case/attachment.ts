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
