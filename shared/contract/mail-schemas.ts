import { z } from 'zod';
import { inboxRow } from '#shared/case/inbox-row.ts';
import { token } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';

const address = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s\p{C}<>()[\]\\,;:"@]{1,64}@[^\s\p{C}<>()[\]\\,;:"@]{1,190}$/u);

/** Where mails come from and answers go, for the whole desk. */
export const mailSettings = z.object({
  /** The desk's own addresses, the first of which it answers from. */
  own: z.array(z.object({ name: z.string().trim().max(100), address })).max(20),
  watchFolder: z.string().max(1_000).nullable(),
  exportFolder: z.string().max(1_000).nullable(),
});
export type MailSettings = z.infer<typeof mailSettings>;

/** What every screen may know of mail on this desk. */
export const mailState = z.object({
  own: z.string().nullable(),
  /** The desk's own addresses, in lower case: these leave whole. */
  addresses: z.array(z.string()),
  /** What stands for the desk's own addresses in mails that this console took in, those too that became its own since. */
  ownTokens: z.array(token),
  canAnswer: z.enum(['yes', 'no-own-address', 'no-export-folder']),
  /** Answers leave as files, which cannot say of somebody that others must not know of them. */
  byFile: z.boolean(),
  /** How the watched folder is; null: none is watched. */
  watch: z.object({ state: z.enum(['watching', 'missing', 'not-a-folder', 'not-readable', 'failed']) }).nullable(),
});
export type MailState = z.infer<typeof mailState>;

export const importFault = z.enum(['not-a-mail-file', 'too-large', 'empty', 'too-many', 'incomplete', 'failed']);

/** How far an import is: what became of its mails. */
export const importProgress = z.object({
  mails: z.number().int(),
  opened: z.number().int(),
  added: z.number().int(),
  repeats: z.number().int(),
  own: z.number().int(),
  refused: z.number().int(),
  refusals: z.array(z.object({ place: z.string(), code: z.string(), detail: z.string() })),
});
export type ImportProgressView = z.infer<typeof importProgress>;

/** What became of a whole file: the first cases, at most 20, that took mails of it and that the person may see, each once. */
export const importDone = importProgress.extend({ cases: z.array(inboxRow) });
export type ImportDoneView = z.infer<typeof importDone>;

/** A mail as it came, its sensitive values masked; `html` is the sender's and must be sanitised and framed. */
export const mailView = z.object({
  html: z.string().nullable(),
  tooLarge: z.boolean(),
  withheld: z.object({
    remoteImages: z.number().int(),
    forms: z.number().int(),
    scripts: z.number().int(),
    styles: z.number().int(),
    frames: z.number().int(),
    media: z.number().int(),
    links: z.number().int(),
    redirects: z.number().int(),
  }),
  pictures: z.array(z.object({ contentId: z.string(), type: z.string(), data: z.string() })),
  quoted: z.string().nullable(),
});
export type MailViewed = z.infer<typeof mailView>;

/** What was not taken in: where it lay, why, and when. */
export const keptAside = z.object({ from: z.string(), fault: z.string(), at: instant });
