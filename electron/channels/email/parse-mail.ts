import { fileTypeFromBuffer } from 'file-type';
import PostalMime, { type Email } from 'postal-mime';
import { partBeyond } from '#electron/channels/email/count-parts.ts';
import { type MailFault, type MailMessage, mailLimits } from '#electron/channels/email/mail-message.ts';
import { natureOf } from '#electron/channels/email/mail-nature.ts';
import { mailToMessage } from '#electron/channels/email/mail-to-message.ts';
import { readReport } from '#electron/channels/email/read-report.ts';
import { repairBody } from '#electron/channels/email/repair-body.ts';
import { repairCharset } from '#electron/channels/email/repair-charset.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/**
 * postal-mime 4 (MIT-0, nothing under it, kept by the author of nodemailer) was chosen before mailparser, which brings
 * more packages and streams that a hostile mail can leave open: its limits are options, its loops linear, its charsets
 * those of the platform's ICU, which holds GB 18030, GBK and Big5.
 */

/** What a mail has at least one of (RFC 5322 section 3.6); a file without any is something else. */
const telling = new Set(['from', 'sender', 'to', 'cc', 'subject', 'date', 'message-id', 'received', 'return-path', 'content-type', 'mime-version', 'reply-to']);

async function sniffed(bytes: Uint8Array): Promise<string | null> {
  const found = await fileTypeFromBuffer(bytes);
  if (found) return found.mime;
  if (bytes.includes(0)) return null;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'text/plain';
  } catch {
    return null;
  }
}

/** The parser tells its limits by message alone. */
function faultOf(cause: unknown): MailFault {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/nesting depth/i.test(message)) return { code: 'too-deep', detail: `parts stand more than ${mailLimits.depth} deep in one another` };
  if (/header size/i.test(message)) return { code: 'headers-too-large', detail: `the headers are larger than ${mailLimits.headerBytes} bytes` };
  return { code: 'unreadable', detail: message.slice(0, 200) };
}

/** Reads one mail of at most `mailLimits.bytes`; never throws. Meant for a worker: a stranger's mail decides what it costs. */
export async function parseMail(bytes: Uint8Array): Promise<Result<MailMessage, MailFault>> {
  if (!bytes.some((byte) => byte > 0x20)) return fail({ code: 'empty', detail: 'there is nothing but blanks' });
  const beyond = partBeyond(bytes, mailLimits.parts);
  if (beyond !== null) return fail({ code: 'too-many-parts', detail: `part ${mailLimits.parts + 1} begins at byte ${beyond}` });
  const parse = (mail: Uint8Array): Promise<Email> => PostalMime.parse(mail, { maxNestingDepth: mailLimits.depth, maxHeadersSize: mailLimits.headerBytes });
  try {
    const readable = repairCharset(bytes);
    const email = await repairBody(readable, await parse(readable), parse);
    if (!email.headers.some(({ key }) => telling.has(key))) return fail({ code: 'not-a-mail', detail: 'the file does not begin with the header of a mail' });
    const report = natureOf(email.headers) === 'bounce' ? await readReport(readable, email) : null;
    return ok(await mailToMessage(email, sniffed, report));
  } catch (cause) {
    return fail(faultOf(cause));
  }
}
