import { derivedId } from '#electron/desk/cases/case-desk.ts';
import { addressingIn } from '#electron/host/addressed-reply.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { isForeign, taken } from '#electron/host/merged-commands.ts';
import { rowOf } from '#electron/host/visible.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';

/** A wish to split a case, with the id of the case that comes of it: the same for a repeat of the command. */
export function splitCommand({ from, messages, queue, keeps }: Extract<AgentCommand, { readonly type: 'split' }>, commandId: CommandId): CaseCommand {
  return { type: 'split', newCase: derivedId(`${commandId} split`) as CaseId, from, ...(messages === undefined ? {} : { messages }), queue, keeps };
}

/**
 * An answer for a case that was split off is asked of whoever has that one: a colleague's is refused, nobody's becomes
 * theirs by it. Null: it may be asked.
 */
export async function splitRefusal(
  { services, person }: { readonly services: DeskServices; readonly person: Person },
  origin: CaseId,
  split: CaseId,
  command: AgentCommand,
  commandId: CommandId,
): Promise<Refusal | null> {
  const row = await rowOf(services, split);
  if (row?.splitFrom !== origin) return { code: 'not-split' };
  if (row.mergedInto !== undefined) return { code: 'merged' };
  if (isForeign(row, person)) return taken(row);
  if (row.owner === person.id && row.status === 'open') return null;
  if (row.status === 'resolved' && addressingIn(command).forwards !== null) return null;
  const takes: CaseCommand = row.status === 'resolved' ? { type: 'reopen' } : { type: 'accept' };
  const outcome = await services.deferred.act(split, { kind: person.role, id: person.id }, derivedId(`${commandId} takes`) as CommandId, takes);
  return outcome.ok ? null : outcome.error;
}
