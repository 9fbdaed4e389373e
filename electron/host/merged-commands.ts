import { derivedId } from '#electron/desk/cases/case-desk.ts';
import { addressingIn } from '#electron/host/addressed-reply.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { type Refuse, rowOf, visible } from '#electron/host/visible.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import type { CommandId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Asked {
  readonly services: DeskServices;
  readonly person: Person;
}

/** Whether a colleague works on a case, so that an agent leaves it alone; as `decide` says of the case itself. */
export const isForeign = (row: InboxRow, { id, role }: Person): boolean =>
  row.status !== 'resolved' && row.owner !== null && row.owner !== id && role === 'agent';

/** That a colleague has it. */
export const taken = ({ owner }: InboxRow): Refusal => ({ code: 'taken', ...(owner === null ? {} : { by: owner }) });

/** A wish to let a case go on in another, with what must be known of that one; refused where that one is not theirs, or goes on elsewhere itself. */
export async function mergeCommand(
  { services, person }: Asked,
  { into, confirmed }: Extract<AgentCommand, { readonly type: 'merge' }>,
  errors: Refuse,
): Promise<Result<CaseCommand, Refusal>> {
  const row = await visible(services, person, into, errors);
  const state = await services.hub.state(into);
  if (!state || state.mergedInto !== null) return fail({ code: 'merged' });
  if (state.erasedAt !== null) return fail({ code: 'erased', at: state.erasedAt });
  if (isForeign(row, person)) return fail(taken(row));
  return ok({ type: 'merge', into, channel: state.channel, customer: state.customer, name: state.knownAs, confirmed });
}

/** What takes a case that goes on in another out of nobody's hands, so that it is whoever answers there who has it. */
const answers: ReadonlySet<AgentCommand['type']> = new Set(['reply', 'sendTemplate', 'movePrivate']);

/**
 * What is asked on a line is asked of whoever has the case that goes on: a colleague's is refused, nobody's becomes
 * theirs by an answer. Null: it may be asked.
 */
export async function lineRefusal({ services, person }: Asked, line: InboxRow, command: AgentCommand, commandId: CommandId): Promise<Refusal | null> {
  if (line.mergedInto === undefined) return null;
  const main = await rowOf(services, line.mergedInto);
  if (main === null) return null;
  if (isForeign(main, person)) return taken(main);
  if (!answers.has(command.type) || (main.owner !== null && main.status === 'open')) return null;
  // What is sent on says nothing to the customer: a closed case stays closed.
  if (main.status === 'resolved' && addressingIn(command).forwards !== null) return null;
  const takes: CaseCommand = main.status === 'resolved' ? { type: 'reopen' } : { type: 'accept' };
  const outcome = await services.deferred.act(main.id, { kind: person.role, id: person.id }, derivedId(`${commandId} takes`) as CommandId, takes);
  return outcome.ok ? null : outcome.error;
}
