import type { PendingMessage } from '#renderer/features/composer/composer-slice.ts';
import type { DeliveryState } from '#shared/case/delivery.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { CaseState, MessageEntry, StepEntry, UnsupportedEntry } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';

/** How far a message of the desk got. */
/** `waiting`: the provider did not get it, and is asked once more. */
export type Mark = DeliveryState | 'read' | 'waiting';

/** One line of the conversation; the same content gives the same object again, so that unchanged lines do not render. */
export type ConversationRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: Instant }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly entry: MessageEntry;
      readonly mine: boolean;
      /** Follows a message of the same sender closely: the sender is not named again. */
      readonly continued: boolean;
      readonly mark: Mark | null;
      readonly reason: string | null;
      /** When the provider is asked once more. */
      readonly next: Instant | null;
    }
  | { readonly kind: 'step'; readonly key: string; readonly entry: StepEntry }
  | { readonly kind: 'unsupported'; readonly key: string; readonly entry: UnsupportedEntry }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: PendingMessage };

const GROUP_GAP = 5 * MINUTE;

/** The local day of a moment as a number that grows with time and differs between days. */
export function dayOf(at: Instant): number {
  const date = new Date(at);
  return date.getFullYear() * 10_000 + date.getMonth() * 100 + date.getDate();
}

function sameRow(a: ConversationRow, b: ConversationRow): boolean {
  if (a.kind !== b.kind || a.key !== b.key) return false;
  switch (a.kind) {
    case 'day':
      return true;
    case 'message':
      return (
        b.kind === 'message' &&
        a.entry === b.entry &&
        a.mine === b.mine &&
        a.continued === b.continued &&
        a.mark === b.mark &&
        a.reason === b.reason &&
        a.next === b.next
      );
    case 'step':
    case 'unsupported':
      return 'entry' in b && a.entry === b.entry;
    case 'pending':
      return b.kind === 'pending' && a.pending === b.pending;
    default:
      return assertNever(a, 'row');
  }
}

/** Steps that say nothing to the reader of a conversation: the opening messages tell them already. */
const quiet = new Set<string>(['case.declined']);

function follows(before: ConversationRow | undefined, entry: MessageEntry): boolean {
  if (before?.kind !== 'message') return false;
  const last = before.entry;
  return last.kind === entry.kind && last.actor.id === entry.actor.id && last.actor.kind === entry.actor.kind && entry.at - last.at < GROUP_GAP;
}

function markOf(state: CaseState, entry: MessageEntry, index: number, readUpTo: number): { mark: Mark | null; reason: string | null; next: Instant | null } {
  if (entry.kind !== 'sent') return { mark: null, reason: null, next: null };
  const delivery = state.delivery[entry.id];
  // Where nothing holds a message back, being on record is being sent.
  const reached = delivery?.state ?? (defaultReplyRules[state.channel].undoMs > 0 ? 'queued' : 'sent');
  const open = reached === 'sent' || reached === 'delivered';
  const next = delivery?.next ?? null;
  const mark = next !== null ? 'waiting' : open && index <= readUpTo ? 'read' : reached;
  return { mark, reason: delivery?.reason ?? null, next };
}

/** The conversation's lines: days, messages, notes, steps, then what is still being sent. */
export function conversationRows(
  state: CaseState,
  pending: readonly PendingMessage[],
  me: PersonId | null,
  before: readonly ConversationRow[] = [],
): readonly ConversationRow[] {
  const known = new Map(before.map((row) => [row.key, row]));
  const rows: ConversationRow[] = [];
  const put = (row: ConversationRow) => {
    const same = known.get(row.key);
    rows.push(same && sameRow(same, row) ? same : row);
  };
  const readUpTo = state.readByCustomerUpTo === null ? -1 : state.entries.findLastIndex((entry) => entry.id === state.readByCustomerUpTo);
  let day = 0;
  const turnDay = (at: Instant) => {
    const today = dayOf(at);
    if (today === day) return;
    day = today;
    put({ kind: 'day', key: `day ${today} ${rows.length === 0 ? '' : at}`, at });
  };
  state.entries.forEach((entry, index) => {
    if (entry.kind === 'step' && quiet.has(entry.step.type)) return;
    turnDay(entry.at);
    if (entry.kind === 'step') put({ kind: 'step', key: entry.id, entry });
    else if (entry.kind === 'unsupported') put({ kind: 'unsupported', key: entry.id, entry });
    else {
      const mine = entry.kind !== 'received' && entry.actor.id === me;
      put({ kind: 'message', key: entry.id, entry, mine, continued: follows(rows.at(-1), entry), ...markOf(state, entry, index, readUpTo) });
    }
  });
  for (const sending of pending) {
    turnDay(sending.at);
    put({ kind: 'pending', key: sending.commandId, pending: sending });
  }
  return rows;
}
