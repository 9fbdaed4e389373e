import type { ChannelKind } from '#shared/case/channel.ts';
import type { IncidentTrouble } from '#shared/case/incident.ts';
import { type CaseState, isMessage, type MessageEntry } from '#shared/case/state.ts';
import type { CaseId, IncidentId, QueueId, TransactionId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import { foldWidth } from '#shared/wallet/masking.ts';
import { fitsState, idleClauses, mentionedMatter } from '#shared/wallet/mentioned-matter.ts';
import { namedParties } from '#shared/wallet/party-names.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

/** What one message, or one transaction, tells of a matter. */
export interface Matter {
  readonly at: Instant;
  readonly kinds: readonly string[];
  /** Keys of banks and merchants whose names are known. */
  readonly parties: readonly string[];
  readonly banks: readonly string[];
  readonly troubles: readonly IncidentTrouble[];
  /** Where a name that is not known is looked for: the words, or the counterparty; in small letters. */
  readonly text: string;
}

/** What is known of a case when it is asked whether it is one of many. */
export interface CaseFacts {
  readonly id: CaseId;
  readonly channel: ChannelKind;
  readonly queue: QueueId;
  /** Tells one customer from another: the wallet's number of who is confirmed, else the thread that a stranger writes in. */
  readonly person: string;
  readonly openedAt: Instant;
  /** What the customer wrote, oldest first. */
  readonly said: readonly Matter[];
  /** What the case is linked to. */
  readonly linked: readonly Matter[];
  readonly incidents: readonly IncidentId[];
}

/** What a customer says of one matter stands in their newest messages. */
const MESSAGES = 8;

const troublesOf = (fits: (state: 'moving' | 'broken') => boolean): readonly IncidentTrouble[] => [
  ...(fits('moving') ? (['pending'] as const) : []),
  ...(fits('broken') ? (['failed'] as const) : []),
];

/** The text without the clauses that ask about rules or speak of what is to come. */
function withoutIdle(text: string): string {
  let kept = '';
  let from = 0;
  for (const { at, length } of idleClauses(text)) {
    kept += `${text.slice(from, at)} `;
    from = at + length;
  }
  return kept + text.slice(from);
}

function partiesOf(text: string): Pick<Matter, 'parties' | 'banks'> {
  const named = namedParties(text);
  return { parties: named.map(({ key }) => key), banks: named.filter(({ kind }) => kind === 'bank').map(({ key }) => key) };
}

/** What one message tells. */
export function saidMatter(words: string, at: Instant): Matter {
  const text = foldWidth(words);
  const { kinds, states } = mentionedMatter(withoutIdle(text));
  return { at, kinds: [...kinds], ...partiesOf(text), troubles: troublesOf((state) => states.has(state)), text: text.toLowerCase() };
}

/** What a transaction tells. */
export function transactionMatter({ kind, status, counterparty, createdAt }: Pick<Transaction, 'kind' | 'status' | 'counterparty' | 'createdAt'>): Matter {
  const text = foldWidth(counterparty);
  return { at: createdAt, kinds: [kind], ...partiesOf(text), troubles: troublesOf((state) => fitsState(new Set([state]), status)), text: text.toLowerCase() };
}

/** A message tells the same each time, and the facts of a case are asked for with each of its events. */
const known = new WeakMap<MessageEntry, Matter>();

function matterOf(entry: MessageEntry): Matter {
  const before = known.get(entry);
  if (before) return before;
  const matter = saidMatter(entry.text ?? '', entry.at);
  known.set(entry, matter);
  return matter;
}

/** The facts of a case; `transactions` are those of the linked ones that are at hand. */
export function factsOf(state: CaseState, transactions: ReadonlyMap<TransactionId, Transaction> = new Map()): CaseFacts {
  const said = state.entries.filter(isMessage).filter((entry) => entry.kind === 'received' && entry.text !== null);
  const subject = state.subject === null ? [] : [saidMatter(state.subject, state.openedAt)];
  const linked = state.transactions.flatMap((id) => transactions.get(id) ?? []);
  return {
    id: state.id,
    channel: state.channel,
    queue: state.queue,
    person: state.customer ?? `${state.channel} ${state.thread}`,
    openedAt: state.openedAt,
    said: [...subject, ...said.slice(-MESSAGES).map(matterOf)],
    linked: linked.map(transactionMatter),
    incidents: state.incidents,
  };
}
