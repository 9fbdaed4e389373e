import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Person } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';

/**
 * Whether a case by itself gives a person the right to look at its customer's account: their own, one that waits for
 * somebody of its queue, or any to who sees all. One that a colleague has is read, so that one can help; its customer's
 * account is not.
 */
export function givesAccount(person: Pick<Person, 'id' | 'role' | 'queues'>, row: Pick<InboxRow, 'owner' | 'intendedFor' | 'queue'>): boolean {
  if (may(person.role, 'see-all') || row.owner === person.id || row.intendedFor === person.id) return true;
  return row.owner === null && person.queues.includes(row.queue);
}
