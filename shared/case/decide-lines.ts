import { runningSince } from '#shared/case/call.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import type { MakeEvent } from '#shared/case/decide-actions.ts';
import type { NewEvent } from '#shared/case/envelope.ts';
import { messagesOf } from '#shared/case/split.ts';
import { type CaseState, isOfCustomer, PREVIEW_LENGTH } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

const types = ['merge', 'unmerge', 'split', 'takeLine', 'dropLine', 'noteLine'] as const;
/** What concerns cases that are merged or split. */
export type LineCommand = Extract<CaseCommand, { readonly type: (typeof types)[number] }>;

const known = new Set<string>(types);

/** Whether a command concerns merged or split cases. */
export function isLineCommand(command: CaseCommand): command is LineCommand {
  return known.has(command.type);
}

interface Context {
  readonly make: MakeEvent;
  readonly me: PersonId;
  /** The host's follower asks it, not a person. */
  readonly bySystem: boolean;
  /** Why this person may do nothing in the case now; null where they may. */
  readonly foreign: Refusal | null;
}

type Decision = Result<readonly NewEvent[], Refusal>;

function merge(state: CaseState, command: Extract<LineCommand, { readonly type: 'merge' }>, { make, foreign }: Context): Decision {
  const { into, channel, customer, name, confirmed } = command;
  if (state.mergedInto !== null) return state.mergedInto.case === into ? ok([]) : fail({ code: 'merged' });
  if (foreign !== null) return fail(foreign);
  if (into === state.id || state.lines.length > 0) return fail({ code: 'has-merged' });
  const callSince = runningSince(state.call);
  if (callSince !== null) return fail({ code: 'call-running', at: callSince });
  if (customer !== null && state.customer !== null && customer !== state.customer) return fail({ code: 'other-customer' });
  if ((customer === null || state.customer === null) && !confirmed) return fail({ code: 'not-confirmed' });
  const learned = customer !== null && state.customer === null;
  return ok([
    ...(learned ? [make('customer.identified', { customer, how: 'agent' }, name === null ? {} : { name })] : []),
    make('case.merged', { case: into, side: 'into', channel, ...(learned ? { identified: true } : {}) }),
  ]);
}

function unmerge(state: CaseState, { make, foreign, me }: Context): Decision {
  const { mergedInto } = state;
  if (mergedInto === null) return ok([]);
  if (foreign !== null) return fail(foreign);
  const closed = mergedInto.closed !== null && !mergedInto.wrote;
  return ok([
    make('case.unmerged', { case: mergedInto.case, side: 'into' }),
    ...(mergedInto.identified ? [make('customer.identified', { customer: null, how: 'agent' }, {})] : []),
    // Whoever had it has it again.
    ...(!closed && state.owner === me ? [make('case.claimed', { by: me })] : []),
  ]);
}

function split(
  state: CaseState,
  { newCase, from, messages, queue, keeps }: Extract<LineCommand, { readonly type: 'split' }>,
  { make, foreign }: Context,
): Decision {
  if (state.mergedInto !== null) return fail({ code: 'merged' });
  if (state.status === 'resolved') return fail({ code: 'already-resolved' });
  if (foreign !== null) return fail(foreign);
  const wanted = new Set(messages ?? [from]);
  const chosen = state.entries.flatMap((entry) => (isOfCustomer(entry) && wanted.has(entry.id) ? [entry.id] : []));
  const [first] = chosen;
  if (first === undefined || chosen.length < wanted.size) return fail({ code: 'unknown-message' });
  const again = ({ case: id }: { readonly case: CaseId }) => state.lines.some((line) => line.case === id);
  if (state.splitOff.some((one) => !again(one) && messagesOf(one).some((id) => wanted.has(id)))) return fail({ code: 'already-split' });
  return ok([make('case.split', { case: newCase, from: first, ...(messages === undefined ? {} : { messages: chosen }), queue, keeps })]);
}

/**
 * Since when the customer waits on what is taken in. A case that was split off began to wait by being split: taken back to
 * where it came from it brings what its messages waited there before, and nothing where they had been answered.
 */
function waitBrought(state: CaseState, line: CaseId, waitingSince: Instant | null): Instant | null {
  const off = state.splitOff.find((one) => one.case === line);
  // What is closed by now would close the other matter with it, unseen.
  if (waitingSince === null || off === undefined || state.status === 'resolved') return waitingSince;
  return off.waitingSince === null ? null : Math.min(waitingSince, off.waitingSince);
}

function takeLine(state: CaseState, command: Extract<LineCommand, { readonly type: 'takeLine' }>, make: MakeEvent): Decision {
  const { line, channel, by, customer, name } = command;
  if (state.mergedInto !== null) return fail({ code: 'merged' });
  if (state.lines.some((one) => one.case === line)) return ok([]);
  if (customer !== null && state.customer !== null && customer !== state.customer) return fail({ code: 'other-customer' });
  const waitingSince = waitBrought(state, line, command.waitingSince);
  const waits = waitingSince === null ? {} : { waitingSince };
  return ok([
    ...(customer !== null && state.customer === null ? [make('customer.identified', { customer, how: 'agent' }, name === null ? {} : { name })] : []),
    make('case.merged', { case: line, side: 'from', channel, by, ...waits }),
    ...(waitingSince === null ? [] : comesBack(state, make)),
  ]);
}

/** A case that is closed or snoozed comes back for what is said to it, on a line too. */
export function comesBack({ status }: CaseState, make: MakeEvent, who: 'customer' | 'other' = 'customer'): readonly NewEvent[] {
  const reason = who === 'customer' ? ('customer-wrote' as const) : ('other-wrote' as const);
  if (status === 'resolved') return [make('case.reopened', { reason })];
  return status === 'snoozed' ? [make('case.woken', { reason })] : [];
}

function noteLine(state: CaseState, command: Extract<LineCommand, { readonly type: 'noteLine' }>, make: MakeEvent): Decision {
  const { line, message, by, wroteAt } = command;
  // One that was split off and goes on in its origin again hears of its thread there.
  if (state.mergedInto !== null) return ok([]);
  if (state.splitFrom?.case !== line && !state.lines.some((one) => one.case === line)) return ok([]);
  const told = (as: typeof by) =>
    state.entries.some(
      (entry) => entry.kind === 'step' && entry.step.type === 'case.lineMoved' && entry.step.body.message === message && entry.step.body.by === as,
    );
  // Whoever takes back what was said to somebody else lets nobody wait here again.
  if (told(by) || (by === 'taken-back' && !told('desk'))) return ok([]);
  const said = { case: line, message, by, ...(wroteAt === undefined ? {} : { wroteAt }) };
  const heard = make('case.lineMoved', said, { text: [...command.text].slice(0, PREVIEW_LENGTH).join('') });
  return ok(by === 'customer' || by === 'other' ? [heard, ...comesBack(state, make, by)] : [heard]);
}

/** Decides what concerns merged and split cases; the caller has looked whether the case may be worked at all. */
export function decideLine(state: CaseState, command: LineCommand, context: Context): Decision {
  const { make, bySystem } = context;
  switch (command.type) {
    case 'merge':
      return bySystem ? fail({ code: 'not-allowed' }) : merge(state, command, context);
    case 'unmerge':
      return unmerge(state, context);
    case 'split':
      return bySystem ? fail({ code: 'not-allowed' }) : split(state, command, context);
    case 'takeLine':
      return bySystem ? takeLine(state, command, make) : fail({ code: 'not-allowed' });
    case 'dropLine':
      if (!bySystem) return fail({ code: 'not-allowed' });
      if (!state.lines.some((line) => line.case === command.line)) return ok([]);
      return ok([make('case.unmerged', { case: command.line, side: 'from', by: command.by })]);
    case 'noteLine':
      return bySystem ? noteLine(state, command, make) : fail({ code: 'not-allowed' });
    default:
      return assertNever(command, 'command');
  }
}
