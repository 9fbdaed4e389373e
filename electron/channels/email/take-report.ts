import { createHash } from 'node:crypto';
import type { EmailParts } from '#electron/channels/email/email-parts.ts';
import { backLink, sentLink } from '#electron/channels/email/find-thread.ts';
import type { MailMessage } from '#electron/channels/email/mail-message.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { CaseId, CommandId, EventId } from '#shared/lib/ids.ts';

/** What a bounce did: which message of the desk is told as failed; null where it was one beside whom it was for, or only late. */
export interface TakenReport {
  readonly kind: 'report';
  readonly caseId: CaseId;
  readonly message: EventId;
  readonly failed: string | null;
}

const threadOf = async ({ book }: EmailParts, link: string): Promise<string | null> => (await book.threadsOf([link]))[0]?.thread ?? null;

/** How often a message was given to the mail server. */
export const attemptsOf = (events: readonly AnyEvent[], message: EventId): number =>
  events.filter((event) => event.type === 'message.delivery' && event.body.message === message && event.body.state === 'sending').length;

/** Notes that one of several got nothing of what was sent on to them; whether nobody did, of those whom it was for. */
async function noneGotIt(parts: EmailParts, caseId: CaseId, thread: string, id: string, message: EventId, address: string): Promise<boolean> {
  const events = await parts.feed.read(caseId);
  const sent = events.find((event) => event.id === message);
  if (sent?.type !== 'message.sent' || sent.body.forwards === undefined) return false;
  const wish = await parts.wishOf?.(caseId, sent);
  const named = wish?.ok ? (wish.value?.to ?? []) : [];
  const attempt = attemptsOf(events, message);
  await parts.book.tie(thread, [backLink(id, address, attempt)]);
  const got: string[] = [];
  for (const one of new Set(named.map((person) => person.address.toLowerCase()))) {
    const isFor = (await threadOf(parts, sentLink(id, one))) !== null;
    if (isFor && (await threadOf(parts, backLink(id, one, attempt))) === null) got.push(one);
  }
  return named.some((person) => person.address.toLowerCase() === address) && got.length === 0;
}

/**
 * Tells the desk's message as failed that a bounce speaks of, with the status that the other server gave (RFC 3463);
 * null where it speaks of none of ours. A copy that came back is told, and does not make the message fail; nor does one
 * of several whom a message was sent on to, for whoever sends it again sends it to the others twice.
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
      if ((await threadOf(parts, sentLink(id, address))) !== null && !(await noneGotIt(parts, caseId, thread, id, message, address))) {
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
