import { type AccountAction, tellCommand } from '#shared/case/account-action.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import type { CaseState } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CommandId, PersonId } from '#shared/lib/ids.ts';

const types = [
  'verification.begun',
  'verification.passed',
  'verification.failed',
  'verification.locked',
  'action.requested',
  'action.approved',
  'action.rejected',
  'action.completed',
  'action.failed',
  'action.unknown',
] as const;
/** What is told of verifying the customer and of acting on their account. */
export type ActionEvent = KnownEvent<(typeof types)[number]>;

const known = new Set<string>(types);

/** Whether an event tells of verifying the customer or of an action. */
export function isActionEvent(event: KnownEvent): event is ActionEvent {
  return known.has(event.type);
}

function requested(event: KnownEvent<'action.requested'>): AccountAction {
  return {
    ...event.body,
    request: event.id,
    by: event.actor.id as PersonId,
    at: event.at,
    state: event.body.approvalUntil === null ? 'sent' : 'waiting',
    changedAt: event.at,
    secondPerson: null,
    failure: null,
    transaction: null,
    expectedBy: null,
    told: false,
  };
}

function changed(state: CaseState, event: ActionEvent & { readonly body: { readonly key: string } }, change: Partial<AccountAction>): CaseState {
  const actions = state.actions.map((action) => (action.key === event.body.key ? { ...action, changedAt: event.at, ...change } : action));
  return { ...state, actions };
}

/** Folds what was verified and what was asked of the wallet; the entries are the caller's. */
export function withAction(state: CaseState, event: ActionEvent): CaseState {
  switch (event.type) {
    case 'verification.begun':
    case 'verification.failed':
      return state;
    case 'verification.passed': {
      if (event.body.customer !== state.customer) return state;
      const { kind, until } = event.body;
      return { ...state, passed: [...state.passed.filter((one) => one.kind !== kind), { kind, until }] };
    }
    case 'verification.locked':
      return { ...state, passed: state.passed.filter(({ kind }) => kind !== event.body.kind) };
    case 'action.requested':
      // Once asked for, a wish is not asked for again under its name.
      return state.actions.some(({ key }) => key === event.body.key) ? state : { ...state, actions: [...state.actions, requested(event)] };
    case 'action.approved':
      return changed(state, event, { state: 'sent', secondPerson: event.actor.id as PersonId, host: event.body.host });
    case 'action.rejected':
      return changed(state, event, { state: 'rejected', secondPerson: event.actor.id as PersonId });
    case 'action.completed': {
      const { state: end, transaction, expectedBy } = event.body;
      return changed(state, event, { state: end, transaction: transaction ?? null, expectedBy: expectedBy ?? null });
    }
    case 'action.failed':
      return changed(state, event, { state: 'failed', failure: event.body.reason });
    case 'action.unknown':
      return changed(state, event, { state: 'unknown' });
    default:
      return assertNever(event, 'event');
  }
}

/** Marks the action whose end a message told the customer of. */
export function withTold(actions: readonly AccountAction[], causedBy: CommandId | undefined): readonly AccountAction[] {
  if (causedBy === undefined || !actions.some(({ key }) => tellCommand(key) === causedBy)) return actions;
  return actions.map((action) => (tellCommand(action.key) === causedBy ? { ...action, told: true } : action));
}
