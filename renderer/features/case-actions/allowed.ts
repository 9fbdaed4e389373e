import { unnotedSince } from '#shared/case/call.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';

/** What a person may try on a case now; a preview of `decide`, which has the last word. */
export interface Allowed {
  readonly accept: boolean;
  readonly decline: boolean;
  readonly release: boolean;
  readonly transfer: boolean;
  readonly snooze: boolean;
  readonly wake: boolean;
  readonly resolve: boolean;
  readonly reopen: boolean;
  readonly assign: boolean;
  readonly edit: boolean;
  readonly reply: boolean;
  readonly note: boolean;
  readonly movePrivate: boolean;
  /** Let other cases go on in this one, and take them apart again. */
  readonly merge: boolean;
  /** Make a case of its own of a part of this one. */
  readonly split: boolean;
}

const none: Allowed = {
  accept: false,
  decline: false,
  release: false,
  transfer: false,
  snooze: false,
  wake: false,
  resolve: false,
  reopen: false,
  assign: false,
  edit: false,
  reply: false,
  note: false,
  movePrivate: false,
  merge: false,
  split: false,
};

/** Folds state and person into what the header, the composer and the palette offer. */
export function allowedOn(state: CaseState | null, me: Person | null): Allowed {
  if (state === null || me === null || !may(me.role, 'work') || state.readOnlyBecause !== null || state.erasedAt !== null) return none;
  const { status, owner } = state;
  if (state.mergedInto !== null) return { ...none, edit: false, reply: state.channel !== 'phone', note: true };
  const resolved = status === 'resolved';
  const foreign = !resolved && owner !== null && owner !== me.id && me.role === 'agent';
  const workable = !resolved && !foreign;
  // What takes the case away waits until somebody has said how the call went.
  const quiet = workable && unnotedSince(state.call) === null;
  return {
    accept: !resolved && owner === null,
    decline: status === 'waiting' && owner === null && !state.declinedBy.includes(me.id),
    release: quiet && owner !== null,
    transfer: quiet,
    snooze: quiet && status !== 'snoozed',
    wake: status === 'snoozed' && !foreign,
    resolve: quiet,
    reopen: resolved,
    assign: !resolved && may(me.role, 'direct'),
    edit: true,
    reply: !foreign && state.channel !== 'phone',
    note: true,
    movePrivate: !foreign && state.visibility === 'public',
    merge: !foreign,
    split: workable && state.splitFrom === null && state.lastCustomerAt !== null,
  };
}
