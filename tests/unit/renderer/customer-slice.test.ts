import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import {
  accountSeen,
  accountWithdrawn,
  type CustomersSlice,
  customersSlice,
  earlierSeen,
  foundSeen,
  isLocked,
  mergeNewest,
  newestSeen,
  olderSeen,
  panelFailed,
  promotionsSeen,
  searchBegun,
  selectContactName,
  selectNameless,
} from '#renderer/features/customer/customer-slice.ts';
import { panelsToAsk } from '#renderer/features/customer/use-customer.ts';
import { inboxAdvanced } from '#renderer/features/inbox/inbox-slice.ts';
import { namelessWriter, rowName } from '#renderer/i18n/row-name.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { InboxFrame } from '#shared/contract/schemas.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import type { Account } from '#shared/wallet/account.ts';
import type { ShownFault } from '#shared/wallet/panel-fault.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

const customer = 'C1' as CustomerId;
const came = { customer, asOf: 50, fault: null };
const rows = (...ids: readonly string[]) => ids.map((id) => ({ id }) as Transaction);
const down: ShownFault = { code: 'unavailable', detail: '', retryAt: null };
const after = (...actions: readonly Parameters<typeof customersSlice.reducer>[1][]) =>
  actions.reduce<CustomersSlice | undefined>((slice, action) => customersSlice.reducer(slice, action), undefined)?.known[customer];
const ids = (list: readonly Transaction[] | null | undefined) => list?.map(({ id }) => id);

it('a confirmed customer keeps the name they are known by where the account is not one’s own to see, and is no stranger without one', () => {
  const denied: ShownFault = { code: 'not-allowed', detail: '', retryAt: null };
  const slice = [
    accountSeen({ ...came, account: { id: customer, name: '王*明' } as Account }),
    panelFailed({ customer, panel: 'account', fault: denied }),
  ].reduce<CustomersSlice | undefined>((before, action) => customersSlice.reducer(before, action), undefined);
  const root = { customers: slice ?? customersSlice.getInitialState() };
  const confirmed = { customer, knownAs: '王*明', contactName: null, erasedAt: null };
  expect(selectContactName(root, confirmed)).toBe('王*明');
  expect(selectContactName(root, { ...confirmed, knownAs: null })).toBeNull();
  expect(selectNameless(root, { ...confirmed, knownAs: null })).toBe('confirmedNotYours');
  expect(selectNameless({ customers: customersSlice.getInitialState() }, confirmed)).toBe('confirmed');
  expect(selectNameless(root, { customer: null, knownAs: null, contactName: null, erasedAt: null })).toBe('stranger');
});

it('an erased person has one label and no name, in the case and in lists, and nothing of them stays at hand', () => {
  const seen = customersSlice.reducer(undefined, accountSeen({ ...came, account: { id: customer, name: '王*明' } as Account }));
  const erased = { customer, knownAs: null, contactName: null, erasedAt: 9 };
  expect([selectContactName({ customers: seen }, erased), selectNameless({ customers: seen }, erased)]).toEqual([null, 'erased']);
  const t = ((key: string) => key) as unknown as TFunction;
  const row = { contactName: '王*明', customer } as InboxRow;
  expect([rowName(t, { ...row, erased: true }), rowName(t, row), rowName(t, { ...row, contactName: null }), rowName(t, null)]).toEqual([
    'conversation:nameless_erased',
    '王*明',
    customer,
    'conversation:stranger',
  ]);
  const told = { gone: [], anew: false, counts: {} as InboxFrame['counts'] };
  expect(customersSlice.reducer(seen, inboxAdvanced({ ...told, rows: [{ ...row, customer: 'C2' as CustomerId }] }))).toBe(seen);
  expect(customersSlice.reducer(seen, inboxAdvanced({ ...told, rows: [{ ...row, erased: true }] })).known).toEqual({});
});

it('who writes without a name is called by one word: as the case’s head and the lists call them', () => {
  const t = ((key: string) => key) as unknown as TFunction;
  const nobody = { customer: null, erasedAt: null };
  expect(namelessWriter(t, nobody)).toBe(rowName(t, { erased: false, contactName: null, customer: null } as unknown as InboxRow));
  expect([namelessWriter(t, { ...nobody, customer }), namelessWriter(t, { customer, erasedAt: 9 })]).toEqual([
    'conversation:customer',
    'conversation:nameless_erased',
  ]);
});

it('the cases of a customer follow the lists: one that is new stands first, one that changed in its place, and one that was somebody else’s goes', () => {
  const told = (...rows: readonly InboxRow[]) => inboxAdvanced({ rows: [...rows], gone: [], anew: false, counts: {} as InboxFrame['counts'] });
  const row = (id: string, more: Partial<InboxRow> = {}) => ({ id, customer, status: 'open', activeAt: 1, ...more }) as InboxRow;
  const before = customersSlice.reducer(undefined, earlierSeen({ customer, rows: [row('a'), row('b')], older: 0 }));
  const cases = (slice: CustomersSlice) => slice.known[customer]?.earlier.map(({ id, status }) => `${id} ${status}`);
  const after = customersSlice.reducer(
    before,
    told(row('c', { status: 'waiting' }), row('b', { status: 'resolved' }), row('x', { customer: 'C2' as CustomerId })),
  );
  expect(cases(after)).toEqual(['c waiting', 'a open', 'b resolved']);
  expect(cases(customersSlice.reducer(after, told(row('a', { customer: null }))))).toEqual(['c waiting', 'b resolved']);
  // What says nothing new is drawn by nobody, and no list is a look at a customer.
  expect(customersSlice.reducer(after, told(row('c', { status: 'waiting' }), row('y', { customer: 'C3' as CustomerId })))).toBe(after);
  expect(after.known[customer]?.turn).toBe(before.known[customer]?.turn);
});

it('of an account that is withdrawn nothing stays, and its other cases do', () => {
  const known = after(
    accountSeen({ ...came, account: { id: customer } as Account }),
    newestSeen({ ...came, transactions: rows('a'), next: 'm' }),
    promotionsSeen({ ...came, promotions: [] }),
    earlierSeen({ customer, rows: [{ id: 'case' } as InboxRow], older: 0 }),
    accountWithdrawn({ customer, at: 9 }),
  );
  expect(isLocked(known)).toBe(true);
  expect(known).toMatchObject({ account: null, transactions: [], promotions: null, found: null, earlier: [{ id: 'case' }] });
  // Of whom nothing is known nothing is made up.
  expect(after(accountWithdrawn({ customer, at: 9 }))).toBeUndefined();
});

it('what was asked for first and comes last says nothing more, also of an account that was withdrawn meanwhile', () => {
  const [older, newer] = [{ id: customer, name: 'older' } as Account, { id: customer, name: 'newer' } as Account];
  const seen = accountSeen({ ...came, asked: 2, account: newer });
  expect(after(seen, accountSeen({ ...came, asked: 1, asOf: 90, account: older }))?.account).toBe(newer);
  expect(after(seen, panelFailed({ customer, panel: 'account', fault: down, asked: 1 }))?.panels.account).toMatchObject({ at: 50, fault: null });
  expect(after(seen, accountSeen({ ...came, asked: 3, asOf: 90, account: older }))?.account).toBe(older);
  // A page of older ones stands for itself.
  const first = newestSeen({ ...came, asked: 2, transactions: rows('b'), next: 'm' });
  expect(ids(after(first, olderSeen({ ...came, from: 'm', transactions: rows('a'), next: null }))?.transactions)).toEqual(['b', 'a']);
  // The refusal is told at once, and the wallet's answer to the question before comes behind it.
  const withdrawn = [seen, accountWithdrawn({ customer, at: 5 })] as const;
  const late = accountSeen({ ...came, asked: 4, account: newer });
  const refused = panelFailed({ customer, panel: 'account', fault: { ...down, code: 'not-allowed' }, asked: 6 });
  for (const known of [
    after(...withdrawn, late),
    after(...withdrawn, refused, late),
    after(...withdrawn, promotionsSeen({ ...came, asked: 4, promotions: [] })),
  ]) {
    expect([isLocked(known), known?.account, known?.promotions]).toEqual([true, null, null]);
  }
  expect(isLocked(after(...withdrawn, accountSeen({ ...came, asked: 6, account: newer })))).toBe(false);
});

it('each part fails by itself and keeps what it showed, with its age', () => {
  const account = { id: customer } as Account;
  const known = after(
    accountSeen({ ...came, account }),
    newestSeen({ ...came, transactions: rows('a'), next: null }),
    panelFailed({ customer, panel: 'account', fault: down }),
  );
  expect(known?.account).toBe(account);
  expect(known?.panels.account).toEqual({ at: 50, fault: down });
  expect(known?.panels.transactions).toEqual({ at: 50, fault: null });
  const again = after(accountSeen({ ...came, account }), panelFailed({ customer, panel: 'account', fault: down }), accountSeen({ ...came, asOf: 90, account }));
  expect(again?.panels.account).toEqual({ at: 90, fault: null });
});

it('a page behind another mark than the one that was asked for is not taken', () => {
  const first = newestSeen({ ...came, transactions: rows('a', 'b'), next: 'm' });
  expect(ids(after(first, olderSeen({ ...came, from: 'm', transactions: rows('b', 'c'), next: null }))?.transactions)).toEqual(['a', 'b', 'c']);
  expect(ids(after(first, olderSeen({ ...came, from: 'other', transactions: rows('x'), next: null }))?.transactions)).toEqual(['a', 'b']);
});

it('a search shows what was found for it alone, page by page', () => {
  const filter = { minorFrom: 5 };
  const begun = searchBegun({ customer, filter });
  const page = foundSeen({ ...came, filter, from: null, transactions: rows('a'), next: 'm' });
  expect(ids(after(begun)?.found?.transactions)).toBeUndefined();
  expect(ids(after(begun, page)?.found?.transactions)).toEqual(['a']);
  const older = foundSeen({ ...came, filter, from: 'm', transactions: rows('b'), next: null });
  expect(ids(after(begun, page, older)?.found?.transactions)).toEqual(['a', 'b']);
  expect(ids(after(begun, page, older, older)?.found?.transactions)).toEqual(['a', 'b']);
  const late = foundSeen({ ...came, filter: { minorFrom: 4 }, from: null, transactions: rows('z'), next: null });
  expect(ids(after(begun, page, late)?.found?.transactions)).toEqual(['a']);
  expect(after(begun, page, searchBegun({ customer, filter: null }))?.found).toBeNull();
});

it('a part is not asked again before the wallet said that it would answer', () => {
  const known = after(panelFailed({ customer, panel: 'security', fault: { code: 'rate-limited', detail: '', retryAt: 1_000 } }));
  expect(panelsToAsk(known, 999)).toEqual(['account', 'transactions']);
  expect(panelsToAsk(known, 1_000)).toEqual(['account', 'transactions', 'security']);
  expect(panelsToAsk(undefined, 0)).toEqual(['account', 'transactions', 'security']);
});

it('what a newer answer says again stays the same object, down to the whole list', () => {
  const page = (...amounts: readonly number[]) => amounts.map((minor, index) => ({ id: `t${index}`, amount: { minor, currency: 'CNY' } }) as Transaction);
  const loaded = page(1, 2, 3);
  expect(mergeNewest(loaded, page(1, 2))).toBe(loaded);
  const changed = mergeNewest(loaded, page(1, 9));
  expect(changed.map(({ amount }) => amount.minor)).toEqual([1, 9, 3]);
  expect(changed[0]).toBe(loaded[0]);
  expect(changed[2]).toBe(loaded[2]);
  expect(ids(mergeNewest(loaded, [{ id: 'new' } as Transaction, ...page(1)]))).toEqual(['new', 't0', 't1', 't2']);
  const account = () => ({ id: customer, balance: { minor: 5, currency: 'CNY' } }) as Account;
  const first = account();
  const known = after(accountSeen({ ...came, account: first }), accountSeen({ ...came, asOf: 60, account: account() }));
  expect(known?.account).toBe(first);
  expect(known?.panels.account.at).toBe(60);
});
