import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';

/** Whether a person may see a case: an agent those of their queues, their own, and those handed to them; who sees all, all. */
export function mayRead(person: Person, row: Pick<InboxRow, 'queue' | 'owner' | 'intendedFor'>): boolean {
  return may(person.role, 'see-all') || person.queues.includes(row.queue) || row.owner === person.id || row.intendedFor === person.id;
}

/** Whether a person's role may give this command at all; the case's rules come after. */
export function mayAct(person: Person, command: AgentCommand['type']): boolean {
  return may(person.role, command === 'assign' ? 'direct' : 'work');
}
