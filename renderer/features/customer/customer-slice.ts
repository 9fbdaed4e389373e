import { createSlice, original, type PayloadAction } from '@reduxjs/toolkit';
import { casesForgotten } from '#renderer/features/conversation/cases-slice.ts';
import { inboxAdvanced } from '#renderer/features/inbox/inbox-slice.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Look } from '#shared/case/looks.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import { sameValue } from '#shared/lib/same-value.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Account } from '#shared/wallet/account.ts';
import type { ShownFault } from '#shared/wallet/panel-fault.ts';
import type { Promotion } from '#shared/wallet/promotion.ts';
import type { SecurityEvent } from '#shared/wallet/security-event.ts';
import type { Transaction, TransactionFilter } from '#shared/wallet/transaction.ts';

/** The parts of a customer's page that are asked for, and fail, by themselves. */
export type Panel = 'account' | 'transactions' | 'security' | 'promotions' | 'found';

/** How a part stands. */
export interface PanelStanding {
  /** When the wallet said what is shown; null before its first answer. */
  readonly at: Instant | null;
  readonly fault: ShownFault | null;
  /** When what is shown was asked for, by the page's steady clock: what was asked before that says nothing more, however late it is answered. */
  readonly asked?: number | undefined;
}

/** Transactions that the wallet was asked to find; `null` rows before its first answer. */
export interface FoundTransactions {
  readonly filter: TransactionFilter;
  readonly transactions: readonly Transaction[] | null;
  readonly next: string | null;
}

/** What the desk was told of one customer: masked, as of a moment. */
export interface KnownCustomer {
  readonly account: Account | null;
  readonly transactions: readonly Transaction[];
  /** The mark of the next older page; null at the end, undefined before the first answer. */
  readonly next: string | null | undefined;
  readonly security: readonly SecurityEvent[];
  readonly securityNext: string | null | undefined;
  /** Null until somebody looked at them. */
  readonly promotions: readonly Promotion[] | null;
  readonly found: FoundTransactions | null;
  readonly panels: Readonly<Record<Panel, PanelStanding>>;
  /** Their cases, as the desk told last: asked for with the account, and followed by the lists. */
  readonly earlier: readonly InboxRow[];
  /** How many more cases there are that are read from the engine when one asks for them. */
  readonly older: number;
  readonly turn: number;
}

export interface CustomersSlice {
  readonly known: Readonly<Record<string, KnownCustomer>>;
  /** Who looked at what, by case. */
  readonly looks: Readonly<Record<string, readonly Look[]>>;
  readonly turns: number;
}

/** How many customers' answers are kept ready to paint. */
export const KEPT_CUSTOMERS = 24;

const initialState: CustomersSlice = { known: {}, looks: {}, turns: 0 };
const UNASKED: PanelStanding = { at: null, fault: null };
const NOTHING: Omit<KnownCustomer, 'turn'> = {
  account: null,
  transactions: [],
  next: undefined,
  security: [],
  securityNext: undefined,
  promotions: null,
  found: null,
  panels: { account: UNASKED, transactions: UNASKED, security: UNASKED, promotions: UNASKED, found: UNASKED },
  earlier: [],
  older: 0,
};

/** A part without what it showed. */
const emptied: Readonly<Record<Panel, Partial<KnownCustomer>>> = {
  account: { account: null },
  transactions: { transactions: [], next: undefined },
  security: { security: [], securityNext: undefined },
  promotions: { promotions: null },
  found: { found: null },
};

/** The slice itself: through a draft each of a hundred thousand transactions would be wrapped, and nothing would be the same object. */
const plain = (given: CustomersSlice): CustomersSlice => (original(given as object) as CustomersSlice | undefined) ?? given;

function change(given: CustomersSlice, id: CustomerId, with_: Partial<KnownCustomer>): CustomersSlice {
  const slice = plain(given);
  const turns = slice.turns + 1;
  const known: Record<string, KnownCustomer> = { ...slice.known, [id]: { ...NOTHING, ...slice.known[id], ...with_, turn: turns } };
  const ids = Object.keys(known);
  if (ids.length > KEPT_CUSTOMERS) {
    const oldest = ids.reduce((least, other) => ((known[other]?.turn ?? 0) < (known[least]?.turn ?? 0) ? other : least));
    delete known[oldest];
  }
  return { ...slice, known, turns };
}

/** A part that answered: what it says, and how it stands since. */
function answered(slice: CustomersSlice, { customer, asOf, fault, asked }: Answered, panel: Panel, with_: Partial<KnownCustomer>): CustomersSlice {
  const panels = plain(slice).known[customer]?.panels ?? NOTHING.panels;
  if (isLate(panels[panel], asked)) return slice;
  return change(slice, customer, { ...with_, panels: { ...panels, [panel]: { at: asOf, fault, asked: asked ?? panels[panel].asked } } });
}

/** Whether something that was asked for later was answered already. */
const isLate = (standing: PanelStanding, asked: number | undefined): boolean => asked !== undefined && asked < (standing.asked ?? 0);

/**
 * The newest page put over what is loaded: changed rows are replaced, new ones stand first, older pages stay. What did
 * not change is the same object as before, down to the list itself, so that nothing of it is drawn again.
 */
export function mergeNewest<T extends { readonly id: string }>(loaded: readonly T[], newest: readonly T[]): readonly T[] {
  const fresh = new Map(newest.map((row) => [row.id, row]));
  const older: T[] = [];
  for (const row of loaded) {
    const now = fresh.get(row.id);
    if (now === undefined) older.push(row);
    else if (sameValue(row, now)) fresh.set(row.id, row);
  }
  const merged = [...fresh.values(), ...older];
  return merged.length === loaded.length && merged.every((row, index) => row === loaded[index]) ? loaded : merged;
}

/** An older page put under what is loaded; what stood there already stays where it was. */
function mergeOlder<T extends { readonly id: string }>(loaded: readonly T[], older: readonly T[]): readonly T[] {
  const had = new Set(loaded.map(({ id }) => id));
  return [...loaded, ...older.filter(({ id }) => !had.has(id))];
}

/**
 * What the lists tell of a customer's cases, put over what was told of them: a change in its place, a new one first; a case
 * that turned out to be somebody else's goes. The same list where nothing differs.
 */
export function withCases(before: readonly InboxRow[], customer: CustomerId, told: readonly InboxRow[]): readonly InboxRow[] {
  const newest = new Map(told.map((row) => [row.id, row]));
  const cases = before.flatMap((row) => {
    const now = newest.get(row.id);
    newest.delete(row.id);
    if (now === undefined || sameValue(row, now)) return [row];
    return now.customer === customer ? [now] : [];
  });
  const merged = [...[...newest.values()].filter((row) => row.customer === customer), ...cases];
  return merged.length === before.length && merged.every((row, index) => row === before[index]) ? before : merged;
}

/** Of each customer who is kept ready, the cases as the lists tell them now; it is no look at a customer, and keeps none ready for longer. */
function casesTold(slice: CustomersSlice, told: readonly InboxRow[]): CustomersSlice {
  const changed = Object.entries(slice.known).flatMap(([id, one]) => {
    const earlier = withCases(one.earlier, id as CustomerId, told);
    return earlier === one.earlier ? [] : [[id, { ...one, earlier }] as const];
  });
  return changed.length === 0 ? slice : { ...slice, known: { ...slice.known, ...Object.fromEntries(changed) } };
}

/** What every answer of a part carries. */
interface Answered {
  readonly customer: CustomerId;
  readonly asOf: Instant;
  readonly fault: ShownFault | null;
  /** Left out where the answer stands for itself, as that of an older page. */
  readonly asked?: number | undefined;
}

type TransactionsAnswer = Answered & { readonly transactions: readonly Transaction[]; readonly next: string | null };
type SecurityAnswer = Answered & { readonly events: readonly SecurityEvent[]; readonly next: string | null };

/** Answers of the wallet by customer, few and newest; nothing here is ever the truth. */
export const customersSlice = createSlice({
  name: 'customers',
  initialState: initialState as CustomersSlice,
  reducers: {
    accountSeen(slice, { payload }: PayloadAction<Answered & { account: Account }>) {
      const before = plain(slice).known[payload.customer]?.account;
      return answered(slice, payload, 'account', { account: before && sameValue(before, payload.account) ? before : payload.account });
    },
    newestSeen(slice, { payload }: PayloadAction<TransactionsAnswer>) {
      const before = plain(slice).known[payload.customer];
      const first = before === undefined || before.next === undefined;
      return answered(slice, payload, 'transactions', {
        transactions: first ? payload.transactions : mergeNewest(before.transactions, payload.transactions),
        next: first ? payload.next : before.next,
      });
    },
    olderSeen(slice, { payload }: PayloadAction<TransactionsAnswer & { from: string }>) {
      const before = plain(slice).known[payload.customer];
      if (before?.next !== payload.from) return slice;
      return answered(slice, payload, 'transactions', { transactions: mergeOlder(before.transactions, payload.transactions), next: payload.next });
    },
    securitySeen(slice, { payload }: PayloadAction<SecurityAnswer>) {
      const before = plain(slice).known[payload.customer];
      const first = before === undefined || before.securityNext === undefined;
      return answered(slice, payload, 'security', {
        security: first ? payload.events : mergeNewest(before.security, payload.events),
        securityNext: first ? payload.next : before.securityNext,
      });
    },
    olderSecuritySeen(slice, { payload }: PayloadAction<SecurityAnswer & { from: string }>) {
      const before = plain(slice).known[payload.customer];
      if (before?.securityNext !== payload.from) return slice;
      return answered(slice, payload, 'security', { security: mergeOlder(before.security, payload.events), securityNext: payload.next });
    },
    promotionsSeen: (slice, { payload }: PayloadAction<Answered & { promotions: readonly Promotion[] }>) =>
      answered(slice, payload, 'promotions', { promotions: payload.promotions }),
    /** Null: nothing is sought any more. */
    searchBegun(slice, { payload }: PayloadAction<{ customer: CustomerId; filter: TransactionFilter | null }>) {
      const before = plain(slice).known[payload.customer];
      if (payload.filter === null && !before?.found) return slice;
      return change(slice, payload.customer, {
        found: payload.filter && { filter: payload.filter, transactions: null, next: null },
        panels: { ...(before ?? NOTHING).panels, found: UNASKED },
      });
    },
    foundSeen(slice, { payload }: PayloadAction<TransactionsAnswer & { filter: TransactionFilter; from: string | null }>) {
      const before = plain(slice).known[payload.customer]?.found;
      // An answer to what was sought before is of no use any more.
      if (before?.filter !== payload.filter || before.next !== payload.from) return slice;
      const transactions = mergeOlder(before.transactions ?? [], payload.transactions);
      return answered(slice, payload, 'found', { found: { filter: payload.filter, transactions, next: payload.next } });
    },
    panelFailed(slice, { payload }: PayloadAction<{ customer: CustomerId; panel: Panel; fault: ShownFault; asked?: number | undefined }>) {
      const { customer, panel, fault } = payload;
      const panels = plain(slice).known[customer]?.panels ?? NOTHING.panels;
      if (isLate(panels[panel], payload.asked)) return slice;
      const asked = payload.asked ?? panels[panel].asked;
      // What one may not look at any more does not stay on the screen.
      if (fault.code === 'not-allowed') return change(slice, customer, { ...emptied[panel], panels: { ...panels, [panel]: { at: null, fault, asked } } });
      return change(slice, customer, { panels: { ...panels, [panel]: { at: panels[panel].at, fault, asked } } });
    },
    /** The account is not this person's to see any more: nothing of it stays, and nothing comes that was asked for before. */
    accountWithdrawn(slice, { payload: { customer, at } }: PayloadAction<{ customer: CustomerId; at: number }>) {
      if (plain(slice).known[customer] === undefined) return slice;
      const closed: PanelStanding = { at: null, fault: { code: 'not-allowed', detail: '', retryAt: null }, asked: at };
      const unasked: PanelStanding = { ...UNASKED, asked: at };
      const { account, transactions, security, promotions, found } = emptied;
      return change(slice, customer, {
        ...account,
        ...transactions,
        ...security,
        ...promotions,
        ...found,
        panels: { account: closed, transactions: closed, security: closed, promotions: unasked, found: unasked },
      });
    },
    looksSeen(slice, { payload }: PayloadAction<{ caseId: CaseId; looks: readonly Look[] }>) {
      const { looks } = plain(slice);
      const kept = Object.entries(looks)
        .filter(([id]) => id !== payload.caseId)
        .slice(1 - KEPT_CUSTOMERS);
      return { ...plain(slice), looks: Object.fromEntries([...kept, [payload.caseId, payload.looks]]) };
    },
    earlierSeen: (slice, { payload }: PayloadAction<{ customer: CustomerId; rows: readonly InboxRow[]; older: number }>) =>
      change(slice, payload.customer, { earlier: payload.rows, older: payload.older }),
  },
  extraReducers: (builder) => {
    // Of an erased person nothing is kept ready, not even their name.
    builder.addCase(inboxAdvanced, (given, { payload }) => {
      const slice = plain(given);
      const erased = new Set<string>(payload.rows.flatMap((row) => (row.erased && row.customer !== null && slice.known[row.customer] ? [row.customer] : [])));
      const kept = erased.size === 0 ? slice : { ...slice, known: Object.fromEntries(Object.entries(slice.known).filter(([id]) => !erased.has(id))) };
      return casesTold(kept, payload.rows);
    });
    builder.addCase(casesForgotten, () => initialState);
  },
});

export const {
  accountSeen,
  newestSeen,
  olderSeen,
  securitySeen,
  olderSecuritySeen,
  promotionsSeen,
  searchBegun,
  foundSeen,
  panelFailed,
  accountWithdrawn,
  looksSeen,
  earlierSeen,
} = customersSlice.actions;

interface WithCustomers {
  readonly customers: CustomersSlice;
}

/** What is known of a customer, if anything was asked lately. */
export const selectCustomer = (root: WithCustomers, customer: CustomerId | null): KnownCustomer | undefined =>
  customer === null ? undefined : root.customers.known[customer];

const NO_LOOKS: readonly Look[] = [];

/** Who looked at what in a case, as far as it was told. */
export const selectLooks = (root: WithCustomers, caseId: CaseId): readonly Look[] => root.customers.looks[caseId] ?? NO_LOOKS;

/** By what the customer of a case can be named. */
type Named = Pick<CaseState, 'customer' | 'knownAs' | 'contactName' | 'erasedAt'>;

/**
 * The name by which the case's customer is spoken of: as the wallet has it, as it had it when they were confirmed (which stays
 * while the account is not this person's to see), else as they gave it; null where there is none, or where they were erased.
 */
export const selectContactName = (root: WithCustomers, state: Named): string | null =>
  state.erasedAt !== null ? null : (selectCustomer(root, state.customer)?.account?.name ?? state.knownAs ?? state.contactName);

/** What stands for a customer without a name: whether they were erased, are confirmed, and whether their account is this person's to see. */
export const selectNameless = (root: WithCustomers, { customer, erasedAt }: Named): 'erased' | 'stranger' | 'confirmed' | 'confirmedNotYours' => {
  if (erasedAt !== null) return 'erased';
  return customer === null ? 'stranger' : isLocked(selectCustomer(root, customer)) ? 'confirmedNotYours' : 'confirmed';
};

/** Whether the customer's account is not this person's to look at. */
export const isLocked = (known: KnownCustomer | undefined): boolean => known?.panels.account.fault?.code === 'not-allowed';
