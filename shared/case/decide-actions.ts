import { type AccountAction, isPending } from '#shared/case/account-action.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import type { NewEvent } from '#shared/case/envelope.ts';
import type { BodyOf, ContentOf, EventType } from '#shared/case/events.ts';
import type { CaseState } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';
import { mayApprove } from '#shared/wallet/proof-table.ts';

const types = ['noteVerification', 'requestAction', 'approveAction', 'rejectAction', 'withdrawAction', 'settleAction'] as const;
/** What concerns verifying the customer and acting on their account. */
export type ActionCommand = Extract<CaseCommand, { readonly type: (typeof types)[number] }>;

const known = new Set<string>(types);

/** Whether a command concerns verifying the customer or an action. */
export function isActionCommand(command: CaseCommand): command is ActionCommand {
  return known.has(command.type);
}

/** Makes one event of the command that is decided. */
export type MakeEvent = <T extends EventType>(type: T, body: BodyOf<T>, ...content: ContentOf<T> extends undefined ? [] : [ContentOf<T>]) => NewEvent;

interface Context {
  readonly actor: Actor;
  readonly now: Instant;
  readonly make: MakeEvent;
  /** Why this person may do nothing in the case now; null where they may. */
  readonly foreign: Refusal | null;
}

type Decision = Result<readonly NewEvent[], Refusal>;

function noted(state: CaseState, { customer, step }: Extract<ActionCommand, { readonly type: 'noteVerification' }>, make: MakeEvent): Decision {
  if (state.customer !== customer) return fail({ code: 'other-customer' });
  const of = { customer, kind: step.kind };
  switch (step.outcome) {
    case 'begun':
      return ok([make('verification.begun', { ...of, until: step.until })]);
    case 'passed':
      return ok([make('verification.passed', { ...of, level: step.level, until: step.until })]);
    case 'failed':
      return ok([make('verification.failed', { ...of, triesLeft: step.triesLeft })]);
    case 'locked':
      return ok([make('verification.locked', { ...of, until: step.until })]);
    default:
      return assertNever(step, 'step');
  }
}

function requested(state: CaseState, command: Extract<ActionCommand, { readonly type: 'requestAction' }>, { actor, now, make }: Context): Decision {
  const { type: _type, words, tell, phone, proof, ...body } = command;
  if (state.customer !== command.customer) return fail({ code: 'other-customer' });
  if (state.status === 'resolved') return fail({ code: 'already-resolved' });
  // Only who has the case acts in it; a supervisor helps out where an agent has it.
  if (state.owner === null || (actor.kind === 'agent' && state.owner !== actor.id)) return fail({ code: 'not-yours' });
  const isSame = (one: AccountAction) => one.key === command.key || (one.action === command.action && one.target === command.target && isPending(one, now));
  const pending = state.actions.find(isSame);
  if (pending) return fail({ code: 'action-pending', by: pending.by, at: pending.at });
  if (command.approvalUntil !== null && command.approvalUntil <= now) return fail({ code: 'time-passed' });
  return ok([make('action.requested', body, { words, tell, phone, proof })]);
}

const subjectOf = ({ key, action, amount }: AccountAction) => ({ key, action, amount });

function settled(state: CaseState, { key, end }: Extract<ActionCommand, { readonly type: 'settleAction' }>, make: MakeEvent): Decision {
  const action = state.actions.find((one) => one.key === key);
  if (!action) return fail({ code: 'no-such-action' });
  const subject = subjectOf(action);
  const over = action.state === 'completed' || action.state === 'failed' || action.state === 'rejected';
  if (over || (action.state === end.state && (end.state === 'unknown' || end.state === 'begun'))) return ok([]);
  switch (end.state) {
    case 'completed':
    case 'begun':
      return ok([make('action.completed', { ...subject, ...end })]);
    case 'failed':
      return ok([make('action.failed', { ...subject, reason: end.reason })]);
    case 'unknown':
      // Of what only waits, or is known to be in hand, nobody has to wonder.
      return action.state === 'sent' ? ok([make('action.unknown', { ...subject, cause: end.cause })]) : ok([]);
    default:
      return assertNever(end, 'end');
  }
}

/** Decides what concerns verifying the customer and acting on their account. */
export function decideAction(state: CaseState, command: ActionCommand, context: Context): Decision {
  const { actor, now, make, foreign } = context;
  const me = actor.id as PersonId;
  // Where a console may speak for its people alone, it is one of them who says what the wallet said.
  if (command.type === 'settleAction') return settled(state, command, make);
  if (actor.kind === 'system') return fail({ code: 'not-allowed' });
  if (command.type === 'noteVerification') return noted(state, command, make);
  if (command.type === 'requestAction') return foreign === null ? requested(state, command, context) : fail(foreign);
  const action = state.actions.find(({ key }) => key === command.key);
  if (!action) return fail({ code: 'no-such-action' });
  if (command.type === 'withdrawAction') {
    if (action.by !== me) return fail({ code: 'not-yours' });
    return action.state === 'waiting' ? ok([make('action.failed', { ...subjectOf(action), reason: 'withdrawn' })]) : fail({ code: 'not-pending' });
  }
  if (actor.kind === 'customer' || !mayApprove(actor.kind)) return fail({ code: 'not-allowed' });
  if (action.by === me) return fail({ code: 'same-person' });
  if (action.state !== 'waiting') return fail({ code: 'not-pending', ...(action.secondPerson === null ? {} : { by: action.secondPerson }) });
  if (action.approvalUntil !== null && now >= action.approvalUntil) return fail({ code: 'time-passed' });
  if (command.type === 'rejectAction') return ok([make('action.rejected', subjectOf(action), command.words)]);
  if (state.status === 'resolved') return fail({ code: 'already-resolved' });
  if (state.customer !== action.customer) return fail({ code: 'other-customer' });
  if (command.seen !== action.seen) return fail({ code: 'account-changed' });
  return ok([make('action.approved', { ...subjectOf(action), host: command.host })]);
}
