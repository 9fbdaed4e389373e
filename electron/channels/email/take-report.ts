import { createHash } from 'node:crypto';
import type { EmailParts } from '#electron/channels/email/email-parts.ts';
import { sentLink } from '#electron/channels/email/find-thread.ts';
import type { MailMessage } from '#electron/channels/email/mail-message.ts';
import type { CaseId, CommandId, EventId } from '#shared/lib/ids.ts';

/** What a bounce did: which message of the desk is told as failed; null where it was one beside the customer, or only late. */
export interface TakenReport {
  readonly kind: 'report';
  readonly caseId: CaseId;
  readonly message: EventId;
  readonly failed: string | null;
}

const threadOf = async ({ book }: EmailParts, link: string): Promise<string | null> => (await book.threadsOf([link]))[0]?.thread ?? null;

/**
 * Tells the desk's message as failed that a bounce speaks of, with the status that the other server gave (RFC 3463);
 * null where it speaks of none of ours. A copy that came back is told, and does not make the message fail.
 */
export async function takeReport(parts: EmailParts, mail: MailMessage, key: string): Promise<TakenReport | null> {
  if (mail.report === null) return null;
  const { messageIds, recipients } = mail.report;
  for (const id of messageIds) {
    const thread = await threadOf(parts, sentLink(id));
    if (thread === null) continue;
    const caseId = await parts.intake.caseFor('email', thread);
    const message = (id.split('@')[0] ?? '') as EventId;
    const report = { kind: 'report', caseId, message } as const;
    for (const { address, action, status } of recipients) {
      if (action !== 'failed') continue;
      if ((await threadOf(parts, sentLink(id, address))) !== null) {
        const part = createHash('sha256').update(`${key} bounced ${address}`).digest('hex') as CommandId;
        const noted = { type: 'recordDelivery', message, state: 'sent', reason: 'copy-bounced' } as const;
        if (!(await parts.feed.act(caseId, { kind: 'system', id: 'email' }, part, noted)).ok) return null;
        continue;
      }
      const reason = `bounced-${status}`;
      const command = createHash('sha256').update(`${key} bounced`).digest('hex') as CommandId;
      const told = await parts.feed.act(caseId, { kind: 'system', id: 'email' }, command, {
        type: 'recordDelivery',
        message,
        state: 'failed',
        reason,
      });
      if (!told.ok) return null;
      return { ...report, failed: reason };
    }
    return { ...report, failed: null };
  }
  return null;
}
