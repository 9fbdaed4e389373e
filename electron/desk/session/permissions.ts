import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { Person, Role } from '#shared/desk/person.ts';

const everywhere: ReadonlySet<Role> = new Set(['supervisor', 'trainer', 'administrator']);

/** Who may work cases at all; a trainer watches and replays. */
const working: ReadonlySet<Role> = new Set(['agent', 'supervisor', 'administrator']);

/** Whether a person may see a case: an agent those of their queues, their own, and those handed to them; the other roles all. */
export function mayRead(person: Person, row: Pick<InboxRow, 'queue' | 'owner' | 'intendedFor'>): boolean {
  return everywhere.has(person.role) || person.queues.includes(row.queue) || row.owner === person.id || row.intendedFor === person.id;
}

/** Whether a person's role may give this command at all; the case's rules come after. */
export function mayAct(person: Person, _command: AgentCommand['type']): boolean {
  return working.has(person.role);
}
