import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import type { MakeEvent } from '#shared/case/decide-actions.ts';
import type { NewEvent } from '#shared/case/envelope.ts';
import type { CaseState } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

const types = ['moveCallBack', 'giveCallBack', 'endCallBack'] as const;
/** What concerns a call that the desk is to make. */
export type CallBackCommand = Extract<CaseCommand, { readonly type: (typeof types)[number] }>;

const known = new Set<string>(types);

/** Whether a command concerns a call that the desk is to make. */
export function isCallBackCommand(command: CaseCommand): command is CallBackCommand {
  return known.has(command.type);
}

interface Context {
  readonly now: Instant;
  readonly make: MakeEvent;
  /** Since when a call is on the case that nobody noted. */
  readonly callSince: Instant | null;
  /** Why this person may do nothing in the case now; null where they may. */
  readonly foreign: Refusal | null;
  /** What makes the case the person's own. */
  readonly takeOver: () => readonly NewEvent[];
}

/** Decides on a call that the desk is to make: at another time, by somebody else, or not at all. */
export function decideCallBack(
  state: CaseState,
  command: CallBackCommand,
  { now, make, callSince, foreign, takeOver }: Context,
): Result<readonly NewEvent[], Refusal> {
  if (foreign) return fail(foreign);
  const { callBackAt: at, owner } = state;
  if (at === null) return command.type === 'endCallBack' ? ok([]) : fail({ code: 'no-call-back' });
  if (callSince !== null) return fail({ code: 'call-running', at: callSince });
  const until = (due: Instant) => make('case.snoozed', { until: due, reason: 'call-back' });
  switch (command.type) {
    case 'moveCallBack':
      if (command.at <= now) return fail({ code: 'time-passed' });
      // Who moves what nobody has makes the call: it wakes at them.
      return ok(command.at === at && state.status === 'snoozed' ? [] : [...(owner === null ? takeOver() : []), until(command.at)]);
    case 'giveCallBack':
      if (owner === command.to) return ok([]);
      return ok([make('case.claimed', { by: command.to }), ...(at > now ? [until(at)] : [])]);
    case 'endCallBack':
      if (owner === null) return ok([...takeOver(), make('call.callBackDone', {})]);
      return ok([...(state.status === 'snoozed' ? [make('case.woken', { reason: 'agent' })] : []), make('call.callBackDone', {})]);
    default:
      return assertNever(command, 'command');
  }
}
