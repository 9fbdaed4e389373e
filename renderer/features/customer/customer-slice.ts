import { createSlice, original, type PayloadAction } from '@reduxjs/toolkit';
import { casesForgotten } from '#renderer/features/conversation/cases-slice.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Account } from '#shared/wallet/account.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

/** What the desk was told of one customer: masked, as of a moment. */
export interface KnownCustomer {
  readonly account: Account | null;
  /** When the wallet answered last. */
  readonly at: Instant | null;
  readonly fault: string | null;
  readonly transactions: readonly Transaction[];
  /** The mark of the next older page; null at the end, undefined before the first answer. */
  readonly next: string | null | undefined;
  readonly transactionsFault: string | null;
  readonly earlier: readonly InboxRow[];
  readonly turn: number;
}

export interface CustomersSlice {
  readonly known: Readonly<Record<string, KnownCustomer>>;
  readonly turns: number;
}

/** How many customers' answers are kept ready to paint. */
export const KEPT_CUSTOMERS = 24;

const initialState: CustomersSlice = { known: {}, turns: 0 };
const NOTHING: Omit<KnownCustomer, 'turn'> = {
  account: null,
  at: null,
  fault: null,
  transactions: [],
  next: undefined,
  transactionsFault: null,
  earlier: [],
};

function change(given: CustomersSlice, id: CustomerId, with_: Partial<KnownCustomer>): CustomersSlice {
  const slice = (original(given as object) as CustomersSlice | undefined) ?? given;
  const turns = slice.turns + 1;
  const known: Record<string, KnownCustomer> = { ...slice.known, [id]: { ...NOTHING, ...slice.known[id], ...with_, turn: turns } };
  const ids = Object.keys(known);
  if (ids.length > KEPT_CUSTOMERS) {
    const oldest = ids.reduce((least, other) => ((known[other]?.turn ?? 0) < (known[least]?.turn ?? 0) ? other : least));
    delete known[oldest];
  }
  return { known, turns };
}

/** The newest page put over what is loaded: changed transactions are replaced, new ones stand first, older pages stay. */
export function mergeNewest(loaded: readonly Transaction[], newest: readonly Transaction[]): readonly Transaction[] {
  const fresh = new Set(newest.map((transaction) => transaction.id));
  return [...newest, ...loaded.filter((transaction) => !fresh.has(transaction.id))];
}

/** Answers of the wallet by customer, few and newest; nothing here is ever the truth. */
export const customersSlice = createSlice({
  name: 'customers',
  initialState: initialState as CustomersSlice,
  reducers: {
    accountSeen: (slice, { payload }: PayloadAction<{ account: Account; at: Instant }>) =>
      change(slice, payload.account.id, { account: payload.account, at: payload.at, fault: null }),
    accountFailed: (slice, { payload }: PayloadAction<{ customer: CustomerId; fault: string }>) => change(slice, payload.customer, { fault: payload.fault }),
    newestSeen(slice, { payload }: PayloadAction<{ customer: CustomerId; transactions: readonly Transaction[]; next: string | null }>) {
      const before = slice.known[payload.customer];
      const first = before === undefined || before.next === undefined;
      return change(slice, payload.customer, {
        transactions: first ? payload.transactions : mergeNewest(before.transactions, payload.transactions),
        next: first ? payload.next : before.next,
        transactionsFault: null,
      });
    },
    olderSeen(slice, { payload }: PayloadAction<{ customer: CustomerId; from: string; transactions: readonly Transaction[]; next: string | null }>) {
      const before = slice.known[payload.customer];
      if (before?.next !== payload.from) return slice;
      const had = new Set(before.transactions.map((transaction) => transaction.id));
      return change(slice, payload.customer, {
        transactions: [...before.transactions, ...payload.transactions.filter((transaction) => !had.has(transaction.id))],
        next: payload.next,
        transactionsFault: null,
      });
    },
    transactionsFailed: (slice, { payload }: PayloadAction<{ customer: CustomerId; fault: string }>) =>
      change(slice, payload.customer, { transactionsFault: payload.fault }),
    earlierSeen: (slice, { payload }: PayloadAction<{ customer: CustomerId; rows: readonly InboxRow[] }>) =>
      change(slice, payload.customer, { earlier: payload.rows }),
  },
  extraReducers: (builder) => {
    builder.addCase(casesForgotten, () => initialState);
  },
});

export const { accountSeen, accountFailed, newestSeen, olderSeen, transactionsFailed, earlierSeen } = customersSlice.actions;

interface WithCustomers {
  readonly customers: CustomersSlice;
}

/** What is known of a customer, if anything was asked lately. */
export const selectCustomer = (root: WithCustomers, customer: CustomerId | null): KnownCustomer | undefined =>
  customer === null ? undefined : root.customers.known[customer];

/** The name by which the case's customer is spoken of: as the wallet has it, else as they gave it; null for a nameless stranger. */
export const selectContactName = (root: WithCustomers, state: { readonly customer: CustomerId | null; readonly contactName: string | null }): string | null =>
  selectCustomer(root, state.customer)?.account?.name ?? state.contactName;
