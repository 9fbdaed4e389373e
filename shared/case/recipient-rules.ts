import type { Refusal } from '#shared/case/commands.ts';
import { type Addressee, addresseeKey, addresseesOf, MAX_RECIPIENTS, type Recipients, recipientMarks } from '#shared/case/recipients.ts';
import { type CaseState, isOfCustomer, type MessageEntry } from '#shared/case/state.ts';
import type { EventId, Token } from '#shared/lib/ids.ts';

/** What of a case says whom its mails go to. */
type Addressed = Pick<CaseState, 'channel' | 'entries' | 'contactAddress'>;

/**
 * The message of a case that is sent on: the customer's or the desk's, no note, whose words are there. Of one that was
 * itself sent on it is what that one sent on, for its own words are those that stood above.
 */
export function forwardable({ entries }: Pick<CaseState, 'entries'>, message: EventId): MessageEntry | null {
  const found = entries.find((entry) => entry.id === message);
  if ((found?.kind !== 'received' && found?.kind !== 'sent') || found.text === null) return null;
  if (found.forwards === undefined || found.forwards === message) return found;
  return forwardable({ entries: entries.slice(0, entries.indexOf(found)) }, found.forwards);
}

/** Why a reply cannot go to these; null where it can, and where it goes to the customer alone. */
export function addressingBlock(state: Addressed, recipients: Recipients | undefined, forwards: EventId | undefined): Refusal['code'] | null {
  if (recipients === undefined && forwards === undefined) return null;
  if (state.channel !== 'email') return 'recipients-not-allowed';
  const named = recipientMarks(recipients).length;
  if (named + (forwards === undefined ? 1 : 0) > MAX_RECIPIENTS) return 'too-many-recipients';
  if (forwards === undefined) return recipients?.to === undefined ? null : 'recipients-not-allowed';
  if (forwardable(state, forwards) === null) return 'unknown-message';
  return recipients?.to === undefined ? 'no-recipient' : null;
}

/** The customer's newest message that they wrote or got: what an answer to them answers. */
export function newestOfCustomer({ entries }: Pick<CaseState, 'entries'>): MessageEntry | null {
  return entries.findLast(isOfCustomer) ?? null;
}

/** Whom the newest mail of the talk with the customer also came from or went to, as chips; never the customer, nor the desk, whose `own` tokens leave out what it came to own since. */
export function othersInTalk(state: Addressed, own: readonly Token[] = []): readonly Addressee[] {
  const { recipients } = newestOfCustomer(state) ?? {};
  const customer = state.contactAddress?.marks[0]?.token;
  return [...addresseesOf(recipients?.from), ...addresseesOf(recipients?.cc)].filter((one) => {
    const key = addresseeKey(one);
    return key !== customer && !own.some((known) => known === key);
  });
}
