import { expect, it } from 'vitest';
import { foldCase } from '#shared/case/evolve.ts';
import { isMessage } from '#shared/case/state.ts';
import type { CaseId, CustomerId, Token, TransactionId } from '#shared/lib/ids.ts';
import type { Bench, Tab } from '#tests/contract/bench-kit.ts';
import { codeOf, refusal } from '#tests/contract/console-tab-kit.ts';

const wang = 'C100001' as CustomerId;

/** A case of the first customer of the demo wallet, open with Lin. */
async function identified(bench: Bench, tab: Tab, customer = wang): Promise<CaseId> {
  const { caseId } = await bench.newCase();
  await tab.act(caseId, { type: 'identify', customer });
  return caseId;
}

/** The token of the first value that a case hides. */
async function firstToken({ client }: Tab, caseId: CaseId): Promise<Token> {
  const { events } = await client.cases.read({ caseId, after: 0 });
  const marks =
    foldCase(undefined, events)
      ?.entries.filter(isMessage)
      .flatMap((entry) => entry.marks) ?? [];
  const [mark] = marks;
  if (!mark) throw new Error('the case hides a value');
  return mark.token;
}

/** The wallet's answers about customers, and the values behind tokens. */
export function customerRules(bench: Bench): void {
  it('customers.find answers masked summaries', async () => {
    const { client } = await bench.tab('agent-lin');
    const [found, ...others] = await client.customers.find({ text: 'c100001' });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ id: wang, name: '王**', state: 'active', kyc: 'class-2', language: 'zh-CN' });
    expect(found?.phone).toMatch(/^1\d\d\*{4}\d{4}$/);
    expect(await client.customers.find({ text: 'nobody is called so' })).toEqual([]);
  });

  it('whom an agent confirmed stands in everybody’s list by their masked name, until it is taken back', async () => {
    const [lin, he] = [await bench.tab('agent-lin'), await bench.tab('supervisor-he')];
    const caseId = await identified(bench, lin);
    const name = async () => {
      const { rows } = await he.client.inbox.page({ view: 'all', sort: { by: 'openedAt', descending: true }, offset: 0, limit: 500 });
      return rows.find(({ id }) => id === caseId)?.contactName;
    };
    expect(await name()).toBe('王**');
    await lin.act(caseId, { type: 'identify', customer: null });
    expect(await name()).toBeNull();
  });

  it('customers.suggest tells where else a suggested customer wrote, of cases that one may read', async () => {
    const lin = await bench.tab('agent-lin');
    const other = await identified(bench, lin, 'C100009' as CustomerId);
    const [found] = await lin.client.customers.find({ text: 'C100009' });
    const { caseId, customer } = await bench.newCase('somebody who was never seen');
    expect((await lin.client.customers.suggest({ caseId })).filter(({ customer: one }) => one.id === found?.id)).toEqual([]);
    await lin.act(caseId, { type: 'identify', customer: 'C100009' as CustomerId });
    // The same visitor's case, confirmed before: a guess that says where else they wrote; taken back, it is none any more.
    const again = () => lin.client.customers.suggest({ caseId });
    expect(await again()).toMatchObject([
      { customer: { id: 'C100009' }, reason: 'contact', wrote: expect.arrayContaining([expect.objectContaining({ id: other })]) },
    ]);
    await lin.act(caseId, { type: 'identify', customer: null });
    expect((await again()).filter(({ reason }) => reason === 'contact')).toEqual([]);
    await customer.say('bye');
  });

  it('customers.account and customers.transactions answer for the case’s customer alone', async () => {
    const tab = await bench.tab('agent-lin');
    const caseId = await identified(bench, tab);
    const { account, asOf, fault } = await tab.client.customers.account({ caseId, customer: wang });
    expect({ asOf: asOf > 0, fault }).toEqual({ asOf: true, fault: null });
    expect(account).toMatchObject({ id: wang, name: '王**' });
    expect(account.idNumber).toMatch(/^\d\*{16}[\dX]$/);
    const first = await tab.client.customers.transactions({ caseId, customer: wang, from: null, limit: 2 });
    const second = await tab.client.customers.transactions({ caseId, customer: wang, from: first.next, limit: 2 });
    const times = [...first.transactions, ...second.transactions].map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(new Set([...first.transactions, ...second.transactions].map(({ id }) => id)).size).toBe(4);
    const other = 'C100002' as CustomerId;
    expect(await codeOf(tab.client.customers.account({ caseId, customer: other }))).toBe('NOT_ALLOWED');
    expect(await codeOf(tab.client.customers.transactions({ caseId, customer: other, from: null, limit: 2 }))).toBe('NOT_ALLOWED');
  });

  it('customers.account and customers.transactions say so when the wallet does not know the customer', async () => {
    const tab = await bench.tab('agent-lin');
    const customer = 'C999999' as CustomerId;
    const caseId = await identified(bench, tab, customer);
    const unknown = { code: 'NOT_FOUND', data: { what: 'customer' } };
    expect(await refusal(tab.client.customers.account({ caseId, customer }))).toEqual(unknown);
    expect(await refusal(tab.client.customers.transactions({ caseId, customer, from: null, limit: 5 }))).toEqual(unknown);
    expect(await refusal(tab.client.customers.demoChatLink({ customer }))).toEqual(unknown);
  });

  it('customers.transactions finds what the wallet has by amount, kind and day', async () => {
    const tab = await bench.tab('agent-lin');
    const caseId = await identified(bench, tab);
    const asked = { caseId, customer: wang, from: null, limit: 50 };
    const { transactions } = await tab.client.customers.transactions({ ...asked, filter: { minorFrom: 20_000, minorTo: 20_000, kinds: ['top-up'] } });
    expect(transactions.map(({ id }) => id)).toContain('T9000001');
    for (const { amount, kind } of transactions) expect({ minor: Math.abs(amount.minor), kind }).toEqual({ minor: 20_000, kind: 'top-up' });
    const never = await tab.client.customers.transactions({ ...asked, filter: { until: 1 } });
    expect(never).toMatchObject({ transactions: [], next: null });
  });

  it('customers.security, promotions and looks: each look is told to whoever looked', async () => {
    const [lin, he] = [await bench.tab('agent-lin'), await bench.tab('supervisor-he')];
    const caseId = await identified(bench, lin);
    const { events } = await lin.client.customers.security({ caseId, customer: wang, from: null, limit: 5 });
    const { promotions } = await lin.client.customers.promotions({ caseId, customer: wang });
    expect(events).toHaveLength(5);
    for (const { customerId } of events) expect(customerId).toBe(wang);
    expect(promotions.map(({ state }) => state)).toContain('due');
    await he.client.customers.account({ caseId, customer: wang });
    const looks = await lin.client.customers.looks({ caseId });
    // One after the other in one window is one look.
    expect(looks).toMatchObject([{ kind: 'seen', actor: { id: 'agent-lin' }, panels: ['security', 'promotions'], times: 1 }]);
    expect((await he.client.customers.looks({ caseId })).map(({ actor }) => actor.id).toSorted()).toEqual(['agent-lin', 'supervisor-he']);
  });

  it('customers.transactions refuses a page mark that the wallet never gave, by name of the place', async () => {
    const tab = await bench.tab('agent-lin');
    const caseId = await identified(bench, tab);
    const asked = tab.client.customers.transactions({ caseId, customer: wang, from: "1'; DROP", limit: 5 });
    expect(await refusal(asked)).toEqual({ code: 'BAD_INPUT', data: { place: 'from', fault: 'unknown-page-mark' } });
  });

  it('customers.suggest recognises a stranger by the amount that they name', async () => {
    const { client } = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase('昨天充值200没到账');
    const [suggested] = await client.customers.suggest({ caseId });
    expect(suggested).toMatchObject({ customer: { id: wang }, reason: 'amount' });
  });

  it('customers.suggestTransactions names what the words are about, once the customer is confirmed; a link is found by its number until it is undone', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase('充值200没到账');
    expect(await tab.client.customers.suggestTransactions({ caseId })).toEqual([]);
    await tab.act(caseId, { type: 'identify', customer: wang });
    const [found, ...others] = await tab.client.customers.suggestTransactions({ caseId });
    expect(others).toEqual([]);
    expect(found?.reasons).toEqual(expect.arrayContaining(['amount', 'kind', 'state']));
    const transaction = found?.transaction as TransactionId;
    const { transactions } = await tab.client.customers.transactions({ caseId, customer: wang, from: null, limit: 200 });
    expect(transactions.find(({ id }) => id === transaction)).toMatchObject({ kind: 'top-up', status: 'pending', amount: { minor: 20_000 } });
    const hits = async () => (await tab.client.search.query({ text: `tx:${transaction}`, limit: 20 })).filter((hit) => hit.row.id === caseId).length;
    await tab.act(caseId, { type: 'linkTransaction', transaction });
    await expect.poll(hits).toBe(1);
    await tab.act(caseId, { type: 'unlinkTransaction', transaction });
    await expect.poll(hits).toBe(0);
  });

  it('customers.demoChatLink opens the page of a known customer', async () => {
    const tab = await bench.tab('agent-lin');
    const { url } = await tab.client.customers.demoChatLink({ customer: wang });
    const { caseId } = await bench.newCase('top up missing', url);
    const [row] = (await tab.client.cases.earlier({ customer: wang })).rows.filter(({ id }) => id === caseId);
    expect(row).toMatchObject({ customer: wang, contactName: '王**' });
  });

  it('vault.reveal answers the raw value of a token that the case hides', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase('top up from 139 0013 9000');
    const token = await firstToken(tab, caseId);
    expect(await tab.client.vault.reveal({ caseId, token, reason: 'call-back', words: '' })).toEqual({ kind: 'phone', raw: '139 0013 9000' });
  });

  it('vault.reveal refuses a token of another case, and a trainer', async () => {
    const [tab, trainer] = [await bench.tab('agent-lin'), await bench.tab('trainer-tang')];
    const [one, other] = [await bench.newCase('top up from 13900139001'), await bench.newCase('top up')];
    const token = await firstToken(tab, one.caseId);
    const asked = { token, reason: 'call-back', words: '' } as const;
    expect(await refusal(tab.client.vault.reveal({ ...asked, caseId: other.caseId }))).toEqual({ code: 'NOT_FOUND', data: { what: 'token' } });
    expect(await codeOf(trainer.client.vault.reveal({ ...asked, caseId: one.caseId }))).toBe('NOT_ALLOWED');
  });
}
