import type { MailFault, MailMessage } from '#electron/channels/email/mail-message.ts';
import { maskHtml, maskPlain, nothingWithheld, type Withheld } from '#electron/channels/email/mask-html.ts';
import { parseMail } from '#electron/channels/email/parse-mail.ts';
import { ok, type Result } from '#shared/lib/result.ts';

/** A picture that a mail's HTML shows as `cid:`. */
export interface MailPicture {
  readonly contentId: string;
  readonly type: string;
  readonly data: string;
}

/** A mail as a screen may have it: its sensitive values masked. */
export interface MailView {
  /** Masked and written anew, not sanitised; null where the mail has none, or more than can be shown. */
  readonly html: string | null;
  readonly tooLarge: boolean;
  readonly withheld: Withheld;
  readonly pictures: readonly MailPicture[];
  readonly quoted: string | null;
}

const MAX_HTML = 1_500_000;
const MAX_PICTURE = 2 * 1024 * 1024;
const MAX_PICTURES = 8 * 1024 * 1024;
/** Nothing that can hold a script or another reference. */
const drawn = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

function picturesOf({ html, attachments }: MailMessage): readonly MailPicture[] {
  let left = MAX_PICTURES;
  return attachments.flatMap(({ contentId, sniffedType, size, bytes }) => {
    if (contentId === null || !drawn.has(sniffedType) || size > MAX_PICTURE || size > left || !html?.includes('cid:')) return [];
    left -= size;
    return [{ contentId, type: sniffedType, data: Buffer.from(bytes).toString('base64') }];
  });
}

/** Reads a mail for the screen; never throws. Meant for a worker, as `parseMail` is. */
export async function viewMail(bytes: Uint8Array): Promise<Result<MailView, MailFault>> {
  const read = await parseMail(bytes);
  if (!read.ok) return read;
  const mail = read.value;
  const tooLarge = mail.html !== null && mail.html.length > MAX_HTML;
  const masked = mail.html === null || tooLarge ? null : maskHtml(mail.html);
  return ok({
    html: masked?.html ?? null,
    tooLarge,
    withheld: masked?.withheld ?? nothingWithheld,
    pictures: tooLarge ? [] : picturesOf(mail),
    quoted: mail.quoted === null ? null : maskPlain(mail.quoted),
  });
}
