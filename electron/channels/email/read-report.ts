import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { type DeliveryReport, failedRecipients, quotedIds, reportedRecipients, returnedId } from '#electron/channels/email/delivery-report.ts';
import { mailLimits } from '#electron/channels/email/mail-message.ts';
import { messageIdsOf } from '#electron/channels/email/message-ids.ts';

const textOf = ({ content }: Attachment): string => (typeof content === 'string' ? content : new TextDecoder().decode(content));

/**
 * What a mail that tells of another's delivery says (RFC 3464, RFC 6522). Read anew with the returned mail kept as a
 * part: otherwise its text would be taken for the report's own. Meant for the worker; rejects as the parser does.
 */
export async function readReport(bytes: Uint8Array, email: Email): Promise<DeliveryReport> {
  const { attachments, text = '' } = await PostalMime.parse(bytes, {
    maxNestingDepth: mailLimits.depth,
    maxHeadersSize: mailLimits.headerBytes,
    forceRfc822Attachments: true,
  });
  const of = (...types: readonly string[]) => attachments.filter(({ mimeType }) => types.includes(mimeType));
  const told = of('message/delivery-status', 'message/global-delivery-status').flatMap((part) => reportedRecipients(textOf(part)));
  const returned = of('message/rfc822', 'message/global', 'text/rfc822-headers', 'message/rfc822-headers', 'message/global-headers');
  const named = email.headers.find(({ key }) => key === 'x-failed-recipients')?.value;
  const ids = [
    ...returned.flatMap((part) => returnedId(textOf(part))),
    ...quotedIds(text),
    ...messageIdsOf(email.inReplyTo),
    ...messageIdsOf(email.references).toReversed(),
  ];
  return { messageIds: [...new Set(ids)], recipients: told.length > 0 ? told : failedRecipients(named) };
}
