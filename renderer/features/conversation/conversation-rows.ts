import type { PendingMessage } from '#renderer/features/composer/composer-slice.ts';
import type { ChannelKind, OpeningForm } from '#shared/case/channel.ts';
import type { DeliveryState } from '#shared/case/delivery.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import { type CaseState, type Entry, isMessage, type MessageEntry, type StepEntry, type UnsupportedEntry } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';
import type { MaskedText } from '#shared/wallet/tokens.ts';

/** How far a message of the desk got. */
/** `waiting`: the provider did not get it, and is asked once more. */
export type Mark = DeliveryState | 'read' | 'waiting';

/** Where a message comes from. */
export interface Source {
  readonly caseId: CaseId;
  readonly channel: ChannelKind;
  /** Which of several by the same channel; null where there is one. */
  readonly number: number | null;
  /** It is of the case that this one was split from. */
  readonly origin: boolean;
  /** It answers a case that was split off from the one it stands in. */
  readonly forSplit: boolean;
}

/** What a case shows of the one that it was split from: the messages that were chosen and what came after the split, or all from the message on that it begins with. */
export function shownOfOrigin(state: CaseState, origin: CaseState): CaseState {
  const chosen = state.splitFrom?.messages;
  if (chosen !== undefined) {
    const at = origin.entries.findIndex((entry) => entry.kind === 'step' && entry.step.type === 'case.split' && entry.step.body.case === state.id);
    return { ...origin, entries: origin.entries.filter(({ id }, index) => chosen.includes(id) || (at >= 0 && index > at)) };
  }
  const first = origin.entries.findIndex(({ id }) => id === state.splitFrom?.from);
  return { ...origin, entries: first < 0 ? [] : origin.entries.slice(first) };
}

/** What tells several cases of one conversation apart: their channels, and numbers where these are the same. */
export function sourcesOf(given: readonly Pick<CaseState, 'id' | 'channel' | 'splitFrom'>[]): ReadonlyMap<CaseId, Source> {
  // One that was split off has no thread of its own.
  const all = given.filter(({ splitFrom }) => splitFrom === null);
  const alike = (channel: ChannelKind) => all.filter((one) => one.channel === channel);
  return new Map(
    all.map((one) => {
      const same = alike(one.channel);
      return [
        one.id,
        {
          caseId: one.id,
          channel: one.channel,
          number: same.length < 2 ? null : same.indexOf(one) + 1,
          origin: given[0]?.splitFrom?.case === one.id,
          forSplit: false,
        },
      ];
    }),
  );
}

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
      /** Of which case it is, and by which channel it went, where several cases are one conversation. */
      readonly from: Source | null;
      /** What stands above the first message of a case that came by a form of the chat. */
      readonly left?: LeftInForm;
    }
  | { readonly kind: 'step'; readonly key: string; readonly entry: StepEntry }
  | { readonly kind: 'unsupported'; readonly key: string; readonly entry: UnsupportedEntry }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: PendingMessage };

/** What somebody left in a form, masked; the form is null where the log does not say which it was. */
export interface LeftInForm {
  readonly form: OpeningForm | null;
  readonly address: MaskedText | null;
}

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
        a.next === b.next &&
        a.from?.caseId === b.from?.caseId &&
        a.from?.number === b.from?.number &&
        a.from?.forSplit === b.from?.forSplit &&
        a.left?.form === b.left?.form &&
        a.left?.address?.text === b.left?.address?.text
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

function follows(before: ConversationRow | undefined, entry: MessageEntry, from: Source | null): boolean {
  if (before?.kind !== 'message' || before.from?.caseId !== from?.caseId) return false;
  const last = before.entry;
  // Somebody else answered on the customer's thread.
  if (last.recipients?.from?.text !== entry.recipients?.from?.text) return false;
  return last.kind === entry.kind && last.actor.id === entry.actor.id && last.actor.kind === entry.actor.kind && entry.at - last.at < GROUP_GAP;
}

const readIndex = ({ readByCustomerUpTo: upTo, entries }: CaseState): number => (upTo === null ? -1 : entries.findLastIndex((entry) => entry.id === upTo));

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

/** What a case came with by a form of the chat, for its first message; undefined for others, and where there was no form. */
function leftOf({ channel, form, contactAddress: address, entries }: CaseState, { id }: MessageEntry): LeftInForm | undefined {
  if (channel !== 'chat' || (form !== 'away' && (address ?? null) === null)) return undefined;
  return entries.find(({ kind }) => kind === 'received')?.id === id ? { form, address } : undefined;
}

/** An entry of one of several cases, by its place among that case's own. */
interface Placed {
  readonly entry: Entry;
  readonly of: CaseState;
  readonly index: number;
}

const placesOf = (of: CaseState): readonly Placed[] => of.entries.map((entry, index) => ({ entry, of, index }));

/** Two lists as one by time, each in its own order. */
function byTime(a: readonly Placed[], b: readonly Placed[]): readonly Placed[] {
  const all: Placed[] = [];
  let next = 0;
  for (const one of a) {
    for (let other = b[next]; other !== undefined && other.entry.at < one.entry.at; other = b[next]) {
      all.push(other);
      next += 1;
    }
    all.push(one);
  }
  return [...all, ...b.slice(next)];
}

/** The case's entries and the messages of those that go on in it; that something was said there is told by the message itself. */
function together(state: CaseState, lines: readonly CaseState[]): readonly Placed[] {
  if (lines.length === 0) return placesOf(state);
  const said = lines.map((line) => placesOf(line).filter(({ entry }) => isMessage(entry)));
  const there = new Set(said.flatMap((places) => places.map(({ entry }) => entry.id)));
  const own = placesOf(state).filter(({ entry }) => entry.kind !== 'step' || entry.step.type !== 'case.lineMoved' || !there.has(entry.step.body.message));
  return said.reduce(byTime, own);
}

/** Whether a message was chosen for a case that was split off, and still is its own. */
const isOfSplit = (id: string, { splitOff, lines }: CaseState, shown: CaseId): boolean =>
  splitOff.some((one) => one.case !== shown && one.messages?.some((message) => message === id) && !lines.some((line) => line.case === one.case));

/** Where a message in a case's conversation comes from; null where all are the case's own, on its own thread. */
function sourceOf(entry: MessageEntry, of: CaseState, state: CaseState, source: Source | undefined, alone: boolean): Source | null {
  const plain = { caseId: of.id, channel: of.channel, number: null, origin: false, forSplit: false };
  if (entry.for !== undefined) return { ...plain, forSplit: entry.for !== state.id };
  if (isOfSplit(entry.id, of, state.id)) return { ...plain, forSplit: true };
  if (alone) return null;
  return source ?? (of === state ? null : plain);
}

/** The conversation's lines: days, messages, notes, steps, then what is still being sent. */
export function conversationRows(
  state: CaseState,
  pending: readonly PendingMessage[],
  me: PersonId | null,
  before: readonly ConversationRow[] = [],
  lines: readonly CaseState[] = [],
  /** Whether all entries of the case are here. */
  whole = true,
): readonly ConversationRow[] {
  const known = new Map(before.map((row) => [row.key, row]));
  const rows: ConversationRow[] = [];
  const put = (row: ConversationRow) => {
    const same = known.get(row.key);
    rows.push(same && sameRow(same, row) ? same : row);
  };
  const readUpTo = new Map([state, ...lines].map((of) => [of.id, readIndex(of)]));
  const sources = sourcesOf([state, ...lines]);
  let day = 0;
  const turnDay = (at: Instant) => {
    const today = dayOf(at);
    if (today === day) return;
    day = today;
    put({ kind: 'day', key: `day ${today} ${rows.length === 0 ? '' : at}`, at });
  };
  for (const { entry, of, index } of together(state, lines)) {
    if (entry.kind === 'step' && quiet.has(entry.step.type)) continue;
    turnDay(entry.at);
    if (entry.kind === 'step') put({ kind: 'step', key: entry.id, entry });
    else if (entry.kind === 'unsupported') put({ kind: 'unsupported', key: entry.id, entry });
    else {
      const mine = entry.kind !== 'received' && entry.actor.id === me;
      const from = sourceOf(entry, of, state, lines.length === 0 ? undefined : sources.get(of.id), lines.length === 0);
      const left = whole ? leftOf(of, entry) : undefined;
      const mark = markOf(of, entry, index, readUpTo.get(of.id) ?? -1);
      put({
        kind: 'message',
        key: entry.id,
        entry,
        mine,
        continued: follows(rows.at(-1), entry, from),
        ...mark,
        from,
        ...(left === undefined ? {} : { left }),
      });
    }
  }
  for (const sending of pending) {
    turnDay(sending.at);
    put({ kind: 'pending', key: sending.commandId, pending: sending });
  }
  return rows;
}
