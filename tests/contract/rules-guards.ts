import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { foldCase } from '#shared/case/evolve.ts';
import { isMessage } from '#shared/case/state.ts';
import { REVEALS_AN_HOUR } from '#shared/desk/reasons.ts';
import { authenticatorPurpose, type ProofPurpose } from '#shared/desk/step-up.ts';
import type { CaseId, CustomerId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { HOUR, MINUTE, SECOND } from '#shared/lib/time.ts';
import type { Bench, Tab } from '#tests/contract/bench-kit.ts';
import { codeOf, firstFrame, frameThat, refusal } from '#tests/contract/console-tab-kit.ts';

const wang = 'C100001' as CustomerId;
const phone = { kind: 'phone' } as const;

const purposeOf = (caseId: CaseId): ProofPurpose => ({ purpose: 'break-glass', action: 'break-glass', customer: null, amount: null, caseId, nonce: v7() });

/** The next code that the demo's app shows, once it is taken. */
async function nextCode(bench: Bench, { client }: Tab): Promise<string> {
  const { demo } = await client.stepUp.state();
  if (demo === null) throw new Error('the demo shows its codes');
  bench.now = Math.max(bench.now, demo.from);
  return demo.code;
}

async function proofFor(bench: Bench, tab: Tab, purpose: ProofPurpose): Promise<string> {
  return (await tab.client.stepUp.prove({ code: await nextCode(bench, tab), purpose })).proof;
}

/** A case of the first customer of the demo wallet that this person has. */
async function ownCase(bench: Bench, tab: Tab): Promise<CaseId> {
  const { caseId } = await bench.newCase();
  await tab.act(caseId, { type: 'accept' });
  await tab.act(caseId, { type: 'identify', customer: wang });
  return caseId;
}

/** Customers of the demo wallet who never had a case. */
async function withoutCase({ client }: Tab, count: number): Promise<readonly CustomerId[]> {
  const found: CustomerId[] = [];
  for (let number = 100_002; number < 102_000 && found.length < count; number += 1) {
    const [customer] = await client.customers.find({ text: `C${number}` });
    if (customer && (await client.cases.earlier({ customer: customer.id })).rows.length === 0) found.push(customer.id);
  }
  return found;
}

/** Proofs, full values of the account, opening without a case, and the audit. */
export function guardRules(bench: Bench): void {
  it('stepUp.prove takes a code once; five wrong ones lock for a minute', async () => {
    const tab = await bench.tab('agent-chen');
    const purpose = purposeOf(v7() as CaseId);
    const code = await nextCode(bench, tab);
    expect((await tab.client.stepUp.prove({ code, purpose })).until).toBe(bench.now + MINUTE);
    expect(await refusal(tab.client.stepUp.prove({ code, purpose }))).toMatchObject({ code: 'STEP_UP_REFUSED', data: { code: 'used' } });
    const wrong = code === '000000' ? '000001' : '000000';
    for (const left of [4, 3, 2, 1]) expect(await refusal(tab.client.stepUp.prove({ code: wrong, purpose }))).toMatchObject({ data: { code: 'wrong', left } });
    expect(await refusal(tab.client.stepUp.prove({ code: wrong, purpose }))).toMatchObject({ data: { code: 'locked', until: bench.now + 60 * SECOND } });
    expect(await refusal(tab.client.stepUp.prove({ code: await nextCode(bench, tab), purpose }))).toMatchObject({ data: { code: 'locked' } });
    expect((await tab.client.stepUp.state()).lockedUntil).not.toBeNull();
    bench.now += MINUTE;
    expect((await tab.client.stepUp.prove({ code: await nextCode(bench, tab), purpose })).proof).toMatch(/^[\w-]{32}$/);
  });

  it('stepUp.begin asks for a proof by the app before; the new one is in force once a code of it came back', async () => {
    const tab = await bench.tab('agent-chen');
    const { client } = tab;
    expect(await refusal(client.stepUp.begin({ proof: null, password: null }))).toMatchObject({ data: { code: 'enrolled' } });
    const nonce = v7();
    const elsewhere = { proof: await proofFor(bench, tab, authenticatorPurpose('add-passkey', nonce)), nonce };
    expect(await refusal(client.stepUp.begin({ proof: elsewhere, password: null }))).toMatchObject({ data: { code: 'other' } });
    expect(await refusal(client.stepUp.confirm({ code: '000000' }))).toMatchObject({ data: { code: 'nothing-begun' } });
    const proof = await proofFor(bench, tab, authenticatorPurpose('add-app', nonce));
    const { secret, uri } = await client.stepUp.begin({ proof: { proof, nonce }, password: null });
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toContain(`secret=${secret}`);
    const { Secret, TOTP } = await import('otpauth');
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: bench.now });
    expect((await client.stepUp.confirm({ code })).enrolled).toBe(true);
    // The demo shows what the new app shows.
    bench.now += 30 * SECOND;
    expect((await client.stepUp.state()).demo?.code).toBe(new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: bench.now }));
  });

  it('access.breakGlass opens a case of other queues for ten minutes; its people see it and supervisors are told', async () => {
    const [sari, he] = [await bench.tab('agent-sari'), await bench.tab('supervisor-he')];
    const { caseId } = await bench.newCase('top up missing');
    const read = () => sari.client.cases.read({ caseId, after: 0 });
    expect(await codeOf(read())).toBe('NOT_ALLOWED');
    const purpose = purposeOf(caseId);
    const asked = { caseId, reason: 'urgent', words: 'the customer waits at the counter', nonce: purpose.nonce } as const;
    expect(await refusal(sari.client.access.breakGlass({ ...asked, proof: 'made up' }))).toMatchObject({ code: 'STEP_UP_REFUSED', data: { code: 'other' } });
    const proof = await proofFor(bench, sari, purpose);
    const alerts = await he.client.access.alerts();
    const { until } = await sari.client.access.breakGlass({ ...asked, proof });
    expect(until).toBe(bench.now + 10 * MINUTE);
    const told = await frameThat(alerts, (list) => list.some((alert) => alert.caseId === caseId));
    await alerts.return?.(undefined);
    expect(told[0]).toMatchObject({ kind: 'break-glass', person: 'agent-sari', reason: 'urgent', words: 'the customer waits at the counter', until });
    expect((await read()).events.at(-1)).toMatchObject({ type: 'case.glassBroken', actor: { id: 'agent-sari' } });
    expect(await sari.client.access.leave({ caseId })).toEqual({ caseId, until });
    // One proof opens one case, once.
    expect(await refusal(sari.client.access.breakGlass({ ...asked, proof }))).toMatchObject({ data: { code: 'other' } });
    const { entries } = await he.client.audit.page({ actor: 'agent-sari', customer: null, kind: 'glass.broken', before: null, limit: 1 });
    expect(entries[0]).toMatchObject({ caseId, reason: 'urgent', words: 'the customer waits at the counter', outcome: 'done' });
    bench.now = until;
    expect(await codeOf(read())).toBe('NOT_ALLOWED');
    expect(await sari.client.access.leave({ caseId })).toEqual({ caseId, until: null });
  });

  it('access.breakGlass opens a customer without any case for ten minutes; supervisors are told, and every look is on record', async () => {
    const [sari, chen, he] = [await bench.tab('agent-sari'), await bench.tab('agent-chen'), await bench.tab('supervisor-he')];
    const [customer, another] = await withoutCase(he, 2);
    if (!customer || !another) throw new Error('the wallet has customers without a case');
    const { caseId, until: before } = await sari.client.access.leave({ customer });
    expect(before).toBeNull();
    const panels = (tab: Tab) => [
      () => tab.client.customers.account({ caseId, customer }),
      () => tab.client.customers.transactions({ caseId, customer, from: null, limit: 5 }),
      () => tab.client.customers.security({ caseId, customer, from: null, limit: 5 }),
      () => tab.client.customers.promotions({ caseId, customer }),
      () => tab.client.vault.revealField({ caseId, customer, field: phone, reason: 'call-back', words: '' }),
    ];
    const closedTo = async (tab: Tab) => {
      for (const ask of panels(tab)) expect(await codeOf(ask())).toBe('NOT_ALLOWED');
      expect(await codeOf(tab.client.customers.looks({ caseId }))).toBe('NOT_FOUND');
      expect(await codeOf(tab.client.vault.copied({ caseId, value: { field: phone } }))).toBe('NOT_FOUND');
    };
    await closedTo(sari);
    const purpose: ProofPurpose = { purpose: 'break-glass', action: 'break-glass', customer, amount: null, caseId: null, nonce: v7() };
    const asked = { reason: 'fraud', words: 'named in a warning of the bank', nonce: purpose.nonce } as const;
    // A proof for one customer opens no other, and no case.
    const wrong = await proofFor(bench, sari, purpose);
    expect(await codeOf(sari.client.access.breakGlass({ ...asked, customer: another, proof: wrong }))).toBe('STEP_UP_REFUSED');
    expect(await codeOf(sari.client.access.breakGlass({ ...asked, customer: 'C999999' as CustomerId, proof: wrong }))).toBe('NOT_FOUND');
    const alerts = await he.client.access.alerts();
    const { until, caseId: look } = await sari.client.access.breakGlass({ ...asked, customer, proof: await proofFor(bench, sari, purpose) });
    expect({ until, look }).toEqual({ until: bench.now + 10 * MINUTE, look: caseId });
    const told = await frameThat(alerts, (list) => list.some((alert) => alert.customer === customer));
    await alerts.return?.(undefined);
    expect(told[0]).toMatchObject({
      kind: 'break-glass',
      person: 'agent-sari',
      caseId: null,
      customer,
      reason: 'fraud',
      words: 'named in a warning of the bank',
      until,
    });
    for (const ask of panels(sari)) await ask();
    await sari.client.vault.copied({ caseId, value: { field: phone } });
    expect((await sari.client.customers.looks({ caseId })).map(({ kind, panels: seen }) => [kind, seen.length])).toEqual([
      ['seen', 4],
      ['revealed', 0],
    ]);
    // It is leave for this person and this customer alone, and no case comes of it.
    await closedTo(chen);
    expect(await codeOf(sari.client.customers.account({ caseId, customer: another }))).toBe('NOT_FOUND');
    expect(await codeOf(sari.client.cases.read({ caseId, after: 0 }))).toBe('NOT_FOUND');
    expect(await sari.client.cases.earlier({ customer })).toEqual({ rows: [], older: 0 });
    const { entries } = await he.client.audit.page({ actor: 'agent-sari', customer, kind: null, before: null, limit: 20 });
    expect(entries.filter(({ kind }) => kind !== 'stepUp.proved').map(({ kind, fields, words }) => [kind, ...fields, words])).toEqual([
      ['value.copied', 'phone', null],
      ['value.revealed', 'phone', null],
      ['customer.seen', 'promotions', null],
      ['customer.seen', 'security', null],
      ['customer.seen', 'timeline', null],
      ['customer.seen', 'account', null],
      ['glass.broken', 'named in a warning of the bank'],
    ]);
    bench.now = until;
    await closedTo(sari);
    expect(await sari.client.access.leave({ customer })).toEqual({ caseId, until: null });
  });

  it('a proof is good for nothing but what it was given for, to whom, and where', async () => {
    const [sari, other] = [await bench.tab('agent-sari'), await bench.tab('agent-sari')];
    const { caseId } = await bench.newCase('top up missing');
    const { caseId: another } = await bench.newCase('top up missing');
    const asked = { reason: 'urgent', words: 'cannot wait' } as const;
    const tries: readonly ((purpose: ProofPurpose) => Promise<string>)[] = [
      async (purpose) =>
        codeOf(sari.client.access.breakGlass({ ...asked, caseId: another, nonce: purpose.nonce, proof: await proofFor(bench, sari, purpose) })),
      async (purpose) => codeOf(sari.client.access.breakGlass({ ...asked, caseId, nonce: v7(), proof: await proofFor(bench, sari, purpose) })),
      async (purpose) => codeOf(other.client.access.breakGlass({ ...asked, caseId, nonce: purpose.nonce, proof: await proofFor(bench, sari, purpose) })),
      async (purpose) =>
        codeOf(
          sari.client.access.breakGlass({ ...asked, caseId, nonce: purpose.nonce, proof: await proofFor(bench, sari, { ...purpose, purpose: 'action' }) }),
        ),
      async (purpose) => {
        const proof = await proofFor(bench, sari, purpose);
        bench.now += 61 * SECOND;
        return codeOf(sari.client.access.breakGlass({ ...asked, caseId, nonce: purpose.nonce, proof }));
      },
    ];
    for (const attempt of tries) expect(await attempt(purposeOf(caseId))).toBe('STEP_UP_REFUSED');
    expect(await codeOf(sari.client.cases.read({ caseId, after: 0 }))).toBe('NOT_ALLOWED');
  });

  it('a colleague’s case is read, its customer’s account is not; of one that waits it is', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { caseId } = await bench.newCase();
    const customer = 'C100007' as CustomerId;
    await zhao.act(caseId, { type: 'transfer', queue: 'top-up' as QueueId, note: '' });
    await lin.act(caseId, { type: 'identify', customer });
    const account = (tab: Tab) => tab.client.customers.account({ caseId, customer });
    expect((await account(zhao)).account.id).toBe(customer);
    await lin.act(caseId, { type: 'accept' });
    expect((await zhao.client.cases.read({ caseId, after: 0 })).events.length).toBeGreaterThan(2);
    expect(await codeOf(account(zhao))).toBe('NOT_ALLOWED');
    const purpose = purposeOf(caseId);
    const proof = await proofFor(bench, zhao, purpose);
    await zhao.client.access.breakGlass({ caseId, reason: 'colleague-away', words: 'Lin is in a meeting', nonce: purpose.nonce, proof });
    expect((await account(zhao)).account.id).toBe(customer);
  });

  it('vault.revealField answers a full value of the account, by which the customer is found without another reveal', async () => {
    const tab = await bench.tab('agent-zhao');
    const caseId = await ownCase(bench, tab);
    const { account: masked } = await tab.client.customers.account({ caseId, customer: wang });
    const [card] = masked.cards;
    if (!card) throw new Error('the customer has a card');
    const raw = async (field: typeof phone | { kind: 'id-number' } | { kind: 'card'; card: string }) =>
      (await tab.client.vault.revealField({ caseId, customer: wang, field, reason: 'verify', words: '' })).raw;
    const values = [await raw(phone), await raw({ kind: 'id-number' }), await raw({ kind: 'card', card: card.id })];
    expect(values[0]).toMatch(new RegExp(`^${masked.phone.slice(0, 3)}\\d{4}${masked.phone.slice(-4)}$`));
    expect(values[2]).toMatch(new RegExp(`${card.masked.slice(-4)}$`));
    for (const value of values) expect((await tab.client.customers.find({ text: value })).map(({ id }) => id)).toContain(wang);
    expect(await refusal(tab.client.vault.revealField({ caseId, customer: wang, field: { kind: 'card', card: 'none' }, reason: 'verify', words: '' }))).toEqual(
      {
        code: 'NOT_FOUND',
        data: { what: 'customer' },
      },
    );
    await tab.client.vault.copied({ caseId, value: { field: phone } });
    const he = await bench.tab('supervisor-he');
    const { entries } = await he.client.audit.page({ actor: 'agent-zhao', customer: null, kind: null, before: null, limit: 100 });
    const own = entries.filter((entry) => entry.caseId === caseId || entry.kind === 'search.byValue');
    expect(own.map(({ kind, fields }) => [kind, ...fields])).toEqual([
      ['value.copied', 'phone'],
      ['value.revealed', 'card none'],
      ['search.byValue', 'card'],
      ['search.byValue', 'id-number'],
      ['search.byValue', 'phone'],
      ['value.revealed', `card ${card.id}`],
      ['value.revealed', 'id-number'],
      ['value.revealed', 'phone'],
      ['customer.seen', 'account'],
    ]);
    // Nothing of the person is in the audit in the clear.
    for (const value of values) expect(JSON.stringify(entries)).not.toContain(value);
  });

  it('five full values in an hour are shown, at the sixth a supervisor is told and lifts the limit', async () => {
    const [tab, he] = [await bench.tab('agent-lin'), await bench.tab('supervisor-he')];
    bench.now += HOUR;
    const caseId = await ownCase(bench, tab);
    const ask = () => tab.client.vault.revealField({ caseId, customer: wang, field: phone, reason: 'call-back', words: '' });
    for (let shown = 0; shown < REVEALS_AN_HOUR; shown += 1) expect((await ask()).raw).toMatch(/^1\d{10}$/);
    expect(await refusal(ask())).toEqual({ code: 'REVEAL_LIMITED', data: { until: bench.now + HOUR } });
    const alerts = await firstFrame(await he.client.access.alerts());
    expect(alerts).toContainEqual(expect.objectContaining({ kind: 'reveals', person: 'agent-lin', until: bench.now + HOUR }));
    expect(await codeOf(he.client.access.liftReveals({ person: 'supervisor-he' as PersonId }))).toBe('NOT_ALLOWED');
    await he.client.access.liftReveals({ person: 'agent-lin' as PersonId });
    expect((await firstFrame(await he.client.access.alerts())).filter(({ kind }) => kind === 'reveals')).toEqual([]);
    expect((await ask()).raw).toMatch(/^1\d{10}$/);
  });

  it('a search by a full number finds the case that hides it, and is on record without the number', async () => {
    const [tab, he] = [await bench.tab('agent-lin'), await bench.tab('supervisor-he')];
    const { caseId } = await bench.newCase('please call 13700137123');
    const [hit] = await tab.client.search.query({ text: '137 0013 7123', limit: 1 });
    expect(hit?.row.id).toBe(caseId);
    const { entries } = await he.client.audit.page({ actor: 'agent-lin', customer: null, kind: 'search.byValue', before: null, limit: 1 });
    expect(entries).toMatchObject([{ fields: ['phone'], facts: { hits: 1 } }]);
  });

  it('audit.follow and audit.verify tell how the chain stands', async () => {
    const { client } = await bench.tab('supervisor-he');
    const { entries } = await firstFrame(await client.audit.follow());
    expect(entries).toBeGreaterThan(3);
    const frame = await frameThat(await client.audit.verify(), ({ verdict }) => verdict !== null);
    expect(frame.verdict).toMatchObject({ fault: null, published: { n: expect.any(Number) } });
    expect(frame.checked).toBeGreaterThanOrEqual(entries);
    const page = await client.audit.page({ actor: null, customer: wang, kind: 'customer.seen', before: null, limit: 5 });
    expect(page.entries.every(({ customer }) => customer === wang)).toBe(true);
  });

  it('what a masked text hides is copied by its token alone', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase('top up from 139 0013 9444');
    const { events } = await tab.client.cases.read({ caseId, after: 0 });
    const [mark] =
      foldCase(undefined, events)
        ?.entries.filter(isMessage)
        .flatMap(({ marks }) => marks) ?? [];
    if (!mark) throw new Error('the case hides a value');
    expect(await tab.client.vault.copied({ caseId, value: { token: mark.token } })).toEqual({});
    expect(await refusal(tab.client.vault.copied({ caseId, value: { token: 'tok_other' as never } }))).toEqual({ code: 'NOT_FOUND', data: { what: 'token' } });
  });
}
