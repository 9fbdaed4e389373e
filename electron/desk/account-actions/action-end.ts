import type { WalletFault } from '#electron/wallet/port.ts';
import type { ActionEnd } from '#shared/case/account-action.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { Result } from '#shared/lib/result.ts';
import type { ActionOutcome } from '#shared/wallet/actions.ts';

type Answer = Result<ActionOutcome, WalletFault>;

const failed = (reason: string): ActionEnd => ({ state: 'failed', reason: reason.slice(0, 100) });

function doneAs(outcome: ActionOutcome): ActionEnd {
  const { transaction, expectedBy } = outcome;
  const facts = { ...(transaction === undefined ? {} : { transaction }), ...(expectedBy === undefined ? {} : { expectedBy }) };
  switch (outcome.state) {
    case 'completed':
      return { state: 'completed', ...facts };
    case 'requested':
      return { state: 'begun', ...facts };
    case 'failed':
      return failed(outcome.failureCode ?? 'failed');
    default:
      // A word of the wallet's own that stands in no table here: nobody can say that it was done, or was not.
      return { state: 'unknown', cause: 'bad-answer' };
  }
}

/** The wallet's words for refusing are no table of ours: they stay out of the record. */
const refusedAs = (fault: Extract<WalletFault, { readonly code: 'refused' }>): ActionEnd => failed(fault.reason === 'unknown' ? 'other-refusal' : fault.reason);

/** How an action stands after the wallet was asked to do it. */
export function endOfAct(answer: Answer): ActionEnd {
  if (answer.ok) return doneAs(answer.value);
  const { error } = answer;
  switch (error.code) {
    case 'refused':
      return refusedAs(error);
    // Nothing was done.
    case 'unavailable':
    case 'rate-limited':
    case 'not-found':
    case 'unknown-mark':
      return failed(error.code);
    case 'timed-out':
      return { state: 'unknown', cause: 'no-answer' };
    // Whatever it was that came, it may have been done.
    case 'bad-answer':
    case 'other-customer':
      return { state: 'unknown', cause: 'bad-answer' };
    default:
      return assertNever(error, 'fault');
  }
}

/** How an action stands after it was read back; null where that is not known now. `over`: a proof of its is good no longer, so that what the wallet has not taken in yet it never will. */
export function endOfStatus(answer: Answer, over: boolean): ActionEnd | null {
  if (answer.ok) {
    const end = doneAs(answer.value);
    return end.state === 'unknown' ? null : end;
  }
  const { error } = answer;
  if (error.code === 'refused') return refusedAs(error);
  return error.code === 'not-found' && over ? failed('not-taken') : null;
}
