import { expect, it } from 'vitest';
import { foldCase } from '#shared/case/evolve.ts';
import { isMessage } from '#shared/case/state.ts';
import type { CaseId, CustomerId, Token } from '#shared/lib/ids.ts';
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

  it('customers.account and customers.transactions answer for the case’s customer alone', async () => {
    const tab = await bench.tab('agent-lin');
    const caseId = await identified(bench, tab);
    const account = await tab.client.customers.account({ caseId, customer: wang });
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
    expect(await tab.client.vault.reveal({ caseId, token, reason: 'calls back' })).toEqual({ kind: 'phone', raw: '139 0013 9000' });
  });

  it('vault.reveal refuses a token of another case, and a trainer', async () => {
    const [tab, trainer] = [await bench.tab('agent-lin'), await bench.tab('trainer-tang')];
    const [one, other] = [await bench.newCase('top up from 13900139001'), await bench.newCase('top up')];
    const token = await firstToken(tab, one.caseId);
    const asked = { token, reason: 'calls back' };
    expect(await refusal(tab.client.vault.reveal({ ...asked, caseId: other.caseId }))).toEqual({ code: 'NOT_FOUND', data: { what: 'token' } });
    expect(await codeOf(trainer.client.vault.reveal({ ...asked, caseId: one.caseId }))).toBe('NOT_ALLOWED');
  });
}
