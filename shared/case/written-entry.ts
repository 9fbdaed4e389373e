import type { ChannelKind } from '#shared/case/channel.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import type { MessageEntry } from '#shared/case/state.ts';
import type { Instant } from '#shared/lib/time.ts';

type Written = KnownEvent<'message.received' | 'message.sent' | 'note.added'>;

/** Whether a message of the desk is the answer that the case's customer waits for: not one for a case that was split off, nor one that is sent on. */
export const isForCustomer = ({ for: other, forwards }: Pick<MessageEntry, 'for' | 'forwards'>): boolean => other === undefined && forwards === undefined;

/**
 * When the customer wrote last on a channel, by its platform where that tells: what comes late takes back nothing that is
 * known. A mail's date is its writer's own word, by which nothing is counted.
 */
export function wroteLast(before: Instant | null, channel: ChannelKind, { at, body }: KnownEvent<'message.received' | 'case.lineMoved'>): Instant {
  const wrote = channel === 'email' ? at : (body.wroteAt ?? at);
  return Math.max(before ?? 0, Math.min(wrote, at));
}

/** A message or note as the conversation has it. */
export const written = (event: Written, kind: MessageEntry['kind']): MessageEntry => ({
  kind,
  id: event.id,
  at: event.at,
  actor: event.actor,
  text: event.content?.text ?? null,
  marks: event.content?.marks ?? [],
  attachments: event.content && 'attachments' in event.content ? event.content.attachments : [],
  visibility: ('visibility' in event.body ? event.body.visibility : undefined) ?? 'private',
  original: (event.content && 'original' in event.content ? event.content.original : null) ?? null,
  ...('wroteAt' in event.body && event.body.wroteAt !== undefined ? { wroteAt: event.body.wroteAt } : undefined),
  ...('answers' in event.body && event.body.answers !== undefined ? { answers: event.body.answers } : undefined),
  ...('for' in event.body && event.body.for !== undefined ? { for: event.body.for } : undefined),
  ...('template' in event.body && event.body.template !== undefined ? { template: true as const } : undefined),
  ...(event.content && 'recipients' in event.content && event.content.recipients !== undefined ? { recipients: event.content.recipients } : undefined),
  ...('aside' in event.body && event.body.aside === true ? { aside: true as const } : undefined),
  ...('forwards' in event.body && event.body.forwards !== undefined ? { forwards: event.body.forwards } : undefined),
});
