import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { heldByCase } from '#electron/desk/erasure/held-by-case.ts';
import { EngineUnreachable } from '#electron/engine/port.ts';
import type { CommandId } from '#shared/lib/ids.ts';
import { fail } from '#shared/lib/result.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';
import { maskPhone } from '#shared/wallet/masking.ts';
import { APPROVAL_WAIT } from '#shared/wallet/proof-table.ts';
import { AccountBench, he, lin, yuan, zhou } from '#tests/integration/desk/account-kit.ts';

const bench = new AccountBench();
beforeAll(() => bench.start());
afterAll(() => bench.stop());
beforeEach(() => bench.begin());

describe('the customer of a case', () => {
  it('shows who they are by the code on their phone, and then by what they know', async () => {
    const { verification } = bench.account;
    expect(await verification.beginCode(lin, bench.caseId)).toMatchObject({ ok: true, value: { sentTo: '138****0100', triesLeft: 3 } });
    expect(await verification.checkCode(lin, bench.caseId, '0')).toMatchObject({ ok: true, value: { outcome: 'wrong' } });
    await verification.checkCode(lin, bench.caseId, await bench.codeOnPhone());
    expect((await bench.parts.hub.state(bench.caseId))?.passed).toEqual([{ kind: 'code', until: bench.time.now + 30 * MINUTE }]);
    await bench.verify('strong');
    expect(await verification.standing(bench.caseId)).toMatchObject({ ok: true, value: { level: 'strong' } });
    expect((await bench.steps()).slice(0, 3)).toEqual(['verification.begun', 'verification.failed', 'verification.passed']);
    // Neither the code nor an answer is on any record.
    const code = await bench.codeOnPhone();
    const events = JSON.stringify(await bench.parts.log.read({ kind: 'case', id: bench.caseId }));
    expect(events).not.toContain(code);
    expect(events).not.toContain('7894');
  });

  it('still knows the code that was sent and the questions that were asked, until they are answered, sent anew or over', async () => {
    const { verification } = bench.account;
    expect(await verification.standing(bench.caseId)).toMatchObject({ value: { sent: null, asked: null } });
    await verification.beginCode(lin, bench.caseId);
    const asked = await verification.beginKnowledge(lin, bench.caseId);
    const first = asked.ok ? asked.value : null;
    expect(await verification.standing(bench.caseId)).toMatchObject({
      value: { sent: { sentTo: maskPhone(`138${bench.customer.slice(1)}00`) }, asked: first },
    });
    await verification.checkCode(lin, bench.caseId, '0');
    expect(await verification.standing(bench.caseId)).toMatchObject({ value: { sent: { expiresAt: bench.time.now + 10 * MINUTE }, asked: first } });
    // Another console sent a newer one: where that went is not known here.
    bench.time.now += MINUTE;
    await bench.wallet.beginCode(bench.customer, bench.caseId);
    expect(await verification.standing(bench.caseId)).toMatchObject({ value: { sent: null, asked: first } });
    await verification.beginCode(lin, bench.caseId);
    await verification.checkCode(lin, bench.caseId, await bench.codeOnPhone());
    expect(await verification.standing(bench.caseId)).toMatchObject({ value: { level: 'basic', sent: null, asked: first } });
    bench.time.now += 9 * MINUTE;
    expect(await verification.standing(bench.caseId)).toMatchObject({ value: { sent: null, asked: null } });
    expect((await bench.steps()).filter((type) => type === 'verification.begun')).toHaveLength(3);
  });

  it('is locked after three wrong codes, on record, and what was passed counts for nobody else', async () => {
    await bench.account.verification.beginCode(lin, bench.caseId);
    for (const wrong of ['1', '2', '3']) await bench.account.verification.checkCode(lin, bench.caseId, wrong);
    expect((await bench.steps()).slice(-2)).toEqual(['verification.failed', 'verification.locked']);
    expect(await bench.account.verification.beginCode(lin, bench.caseId)).toMatchObject({
      error: { kind: 'wallet', fault: { reason: 'verification-locked' } },
    });
    bench.time.now += 31 * MINUTE;
    await bench.verify('basic');
    await bench.parts.act(bench.caseId, lin.id, { type: 'identify', customer: null, how: 'agent' });
    expect((await bench.parts.hub.state(bench.caseId))?.passed).toEqual([]);
  });
});

describe('an action', () => {
  it('is on record before the wallet is asked, and done once; its words for the customer are sent', async () => {
    const seen: string[][] = [];
    bench.act = async (request) => {
      seen.push([...(await bench.steps())]);
      return bench.wallet.act(request);
    };
    await bench.verify();
    const wish = await bench.wish(bench.refund(50), { tell: 'Your refund is done.', words: 'card 6222021234567894 was used' });
    const before = await bench.balance();
    expect(await bench.request(wish)).toEqual({ ok: true, value: { state: 'completed' } });
    expect(seen[0]?.at(-1)).toBe('action.requested');
    // A repeat of the same wish answers how it stands.
    expect(await bench.request(wish)).toEqual({ ok: true, value: { state: 'completed' } });
    expect(seen).toHaveLength(1);
    expect(await bench.balance()).toBe(before + 5_000);
    await bench.told(wish.key);
    const state = await bench.parts.hub.state(bench.caseId);
    expect(state?.entries.filter(({ kind }) => kind === 'sent')).toMatchObject([{ text: 'Your refund is done.', actor: { id: lin.id } }]);
    expect(await bench.action(wish.key)).toMatchObject({ state: 'completed', told: true });
    expect(JSON.stringify(await bench.parts.log.read({ kind: 'case', id: bench.caseId }))).not.toContain('6222021234567894');
  });

  it('is refused by the table before anything is on record', async () => {
    expect(await bench.request(await bench.wish(bench.refund(50), { proof: null }))).toEqual({ ok: false, error: { kind: 'table', reason: 'needs-step-up' } });
    expect(await bench.request(await bench.wish(bench.refund(50)))).toEqual({ ok: false, error: { kind: 'table', reason: 'needs-customer-level' } });
    await bench.verify();
    expect(await bench.request(await bench.wish(bench.refund(50_001)))).toEqual({ ok: false, error: { kind: 'table', reason: 'above-desk-limit' } });
    expect(await bench.request({ ...(await bench.wish(bench.refund(50))), seen: 'older' })).toMatchObject({ error: { refusal: { code: 'account-changed' } } });
    expect((await bench.steps()).filter((type) => type.startsWith('action.'))).toEqual([]);
  });

  it('takes a proof for exactly what it was given for', async () => {
    await bench.verify();
    const wish = await bench.wish(bench.refund(50));
    expect(await bench.request({ ...wish, input: bench.refund(60) })).toMatchObject({ error: { kind: 'step-up', fault: { code: 'other' } } });
    // It is lost by the try.
    expect(await bench.request(wish)).toMatchObject({ error: { kind: 'step-up' } });
  });

  it('what the wallet refuses has failed, with its reason', async () => {
    await bench.verify();
    const first = await bench.wish(bench.refund(1_000));
    await bench.request(first);
    for (let left = 8; left > 0; left--) await bench.request(await bench.wish(bench.refund(1_000)));
    const over = await bench.wish(bench.refund(1_001));
    expect(await bench.request(over)).toEqual({ ok: true, value: { state: 'failed' } });
    expect(await bench.action(over.key)).toMatchObject({ state: 'failed', failure: 'above-refundable' });
  });

  it('of which no answer came is unknown until it is read back, and cannot be asked for again before', async () => {
    bench.act = async (request) => {
      await bench.wallet.act(request);
      return fail({ code: 'timed-out', detail: 'the line went' });
    };
    await bench.verify();
    const wish = await bench.wish(bench.refund(50));
    const before = await bench.balance();
    expect(await bench.request(wish)).toEqual({ ok: true, value: { state: 'unknown' } });
    expect(await bench.request(await bench.wish(bench.refund(50)))).toMatchObject({ error: { refusal: { code: 'action-pending', by: lin.id } } });
    await bench.account.asker.look();
    expect(await bench.action(wish.key)).toMatchObject({ state: 'completed' });
    expect(await bench.balance()).toBe(before + 5_000);
  });

  it('of which the record was lost behind the wallet is not done twice where it is asked for again as the same, and only so', async () => {
    await bench.verify();
    const wish = await bench.wish(bench.refund(50));
    const before = await bench.balance();
    const act = bench.parts.desk.act.bind(bench.parts.desk);
    const recording = vi.spyOn(bench.parts.desk, 'act');
    recording.mockImplementation((...asked) => (asked[3].type === 'settleAction' ? Promise.reject(new EngineUnreachable('gone')) : act(...asked)));
    // The page is told that the desk is unavailable.
    await expect(bench.request(wish)).rejects.toBeInstanceOf(EngineUnreachable);
    recording.mockRestore();
    bench.time.now += 2 * MINUTE;
    await bench.account.asker.look();
    expect(await bench.request(wish)).toEqual({ ok: true, value: { state: 'completed' } });
    expect(await bench.balance()).toBe(before + 5_000);
    expect(await bench.request(await bench.wish(bench.refund(50)))).toEqual({ ok: true, value: { state: 'completed' } });
    expect(await bench.balance()).toBe(before + 10_000);
  });

  it('that the wallet never took in is not taken to have failed while a proof of it is good', async () => {
    bench.act = async () => fail({ code: 'timed-out', detail: 'the line went' });
    await bench.verify();
    const wish = await bench.wish(bench.refund(50));
    await bench.request(wish);
    const { accountActions } = bench.account;
    expect(await accountActions.lookAgain(bench.caseId, wish.key)).toEqual({ ok: true, value: { state: 'unknown' } });
    bench.time.now += 71 * SECOND;
    expect(await accountActions.lookAgain(bench.caseId, wish.key)).toEqual({ ok: true, value: { state: 'failed' } });
    expect(await bench.action(wish.key)).toMatchObject({ failure: 'not-taken' });
  });

  it('that a stop left between the record and the wallet is unknown at the next start, then read back', async () => {
    await bench.verify();
    const wish = await bench.wish(bench.refund(50));
    // The record is made, and whoever was to ask is gone.
    const body = { key: wish.key, action: 'refund' as const, customer: bench.customer, target: bench.paid, amount: yuan(50) };
    const words = { text: '', marks: [] };
    const proof = { claims: claimsOf(bench, wish.key), key: 'k', signature: 'c2ln' };
    await bench.account.asker.under(wish.key, () =>
      bench.parts.desk.act(bench.caseId, { kind: 'agent', id: lin.id }, wish.key as CommandId, {
        type: 'requestAction',
        ...body,
        reason: 'customer-asked',
        seen: wish.seen,
        host: 'host-1',
        approvalUntil: null,
        words,
        tell: null,
        phone: null,
        proof,
      }),
    );
    bench.time.now += 2 * MINUTE;
    await bench.account.asker.look();
    expect((await bench.steps()).slice(-3)).toEqual(['action.requested', 'action.unknown', 'action.failed']);
    expect(await bench.action(wish.key)).toMatchObject({ failure: 'not-taken' });
  });
});

/** Claims of some proof; nobody looks at them here. */
function claimsOf({ caseId, time, customer, paid }: AccountBench, nonce: string) {
  return {
    action: 'refund' as const,
    customer,
    target: paid,
    amount: yuan(50),
    caseId,
    caseStanding: 'mine' as const,
    nonce,
    person: lin.id,
    role: 'agent' as const,
    strength: 'session' as const,
    authTime: time.now,
    issuedAt: time.now,
    seen: null,
    approves: null,
  };
}

describe('what needs a second person', () => {
  it('waits for one who is another, is listed live, and is done by their proof', async () => {
    await bench.verify();
    const wish = await bench.wish(bench.refund(6_000));
    const before = await bench.balance();
    expect(await bench.request(wish)).toEqual({ ok: true, value: { state: 'waiting' } });
    const listed = bench.account.openActions.approvals(undefined);
    const frame = async (fits: (keys: string[]) => boolean) => {
      for (;;) {
        const { value } = await listed.next();
        const keys = (value as readonly { key: string }[]).map((one) => one.key);
        if (fits(keys)) return keys;
      }
    };
    expect(await frame((keys) => keys.length > 0)).toEqual([wish.key]);
    expect(await bench.approve(wish, { ...he, id: lin.id })).toMatchObject({ error: { refusal: { code: 'same-person' } } });
    expect(await bench.approve(wish, { ...lin, id: 'agent-sari' as typeof lin.id })).toMatchObject({ error: { refusal: { code: 'not-allowed' } } });
    expect(await bench.approve(wish)).toEqual({ ok: true, value: { state: 'completed' } });
    expect(await frame((keys) => keys.length === 0)).toEqual([]);
    expect(await bench.action(wish.key)).toMatchObject({ state: 'completed', secondPerson: he.id });
    expect(await bench.balance()).toBe(before + 600_000);
    expect(await bench.approve(wish, zhou)).toMatchObject({ error: { refusal: { code: 'not-pending', by: he.id } } });
    await listed.return(undefined);
  });

  it('is void once the account changed', async () => {
    await bench.verify();
    const wish = await bench.wish(bench.refund(6_000));
    await bench.request(wish);
    expect(await bench.request(await bench.wish({ action: 'freeze', reason: 'x' }))).toEqual({ ok: true, value: { state: 'completed' } });
    expect(await bench.approve(wish)).toMatchObject({ error: { refusal: { code: 'account-changed' } } });
    expect(await bench.action(wish.key)).toMatchObject({ state: 'failed', failure: 'changed-since-seen' });
  });

  it('waits no longer than half an hour, one for each action and target', async () => {
    await bench.verify();
    const wish = await bench.wish(bench.refund(6_000));
    await bench.request(wish);
    expect(await bench.request(await bench.wish(bench.refund(7_000)))).toMatchObject({ error: { refusal: { code: 'action-pending' } } });
    bench.time.now += APPROVAL_WAIT;
    expect(await bench.approve(wish)).toMatchObject({ error: { refusal: { code: 'time-passed' } } });
    await bench.account.asker.look();
    expect(await bench.action(wish.key)).toMatchObject({ state: 'failed', failure: 'expired' });
  });

  it('is rejected with words, or withdrawn by whoever asked', async () => {
    await bench.verify();
    const { accountActions } = bench.account;
    const [first, second] = [await bench.wish(bench.refund(6_000)), await bench.wish(bench.refund(7_000))];
    await bench.request(first);
    expect(await accountActions.reject({ person: lin, session: 's' }, bench.caseId, first.key, 'no')).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await accountActions.reject({ person: he, session: 's' }, bench.caseId, first.key, 'ask the merchant')).toEqual({ ok: true, value: null });
    expect(await bench.action(first.key)).toMatchObject({ state: 'rejected', secondPerson: he.id });
    await bench.request(second);
    expect(await accountActions.withdraw({ person: he, session: 's' }, bench.caseId, second.key)).toMatchObject({ error: { code: 'not-yours' } });
    expect(await accountActions.withdraw({ person: lin, session: 's' }, bench.caseId, second.key)).toEqual({ ok: true, value: null });
    expect(await bench.action(second.key)).toMatchObject({ state: 'failed', failure: 'withdrawn' });
  });

  it('a new phone number is in the vault alone until the wallet is asked', async () => {
    await bench.verify();
    const wish = await bench.wish({ action: 'change-phone', phone: '13912345678', reason: 'x' });
    expect(await bench.request(wish)).toEqual({ ok: true, value: { state: 'waiting' } });
    expect(JSON.stringify(await bench.parts.log.read({ kind: 'case', id: bench.caseId }))).not.toContain('13912345678');
    expect(await bench.approve(wish)).toEqual({ ok: true, value: { state: 'completed' } });
    expect(await bench.wallet.account(bench.customer)).toMatchObject({ value: { phone: '139****5678' } });
  });

  it('numbers that its words, a new phone and a rejection hide are among what an erasure takes out of the vault', async () => {
    await bench.verify();
    const [words, tell, phone, no] = ['13912345671', '13912345672', '13912345673', '13912345674'] as const;
    const wish = await bench.wish({ action: 'change-phone', phone, reason: 'x' }, { words: `was ${words}`, tell: `call ${tell}` });
    await bench.request(wish);
    await bench.account.accountActions.reject({ person: he, session: 's' }, bench.caseId, wish.key, `is ${no}`);
    const { tokens } = heldByCase(await bench.parts.log.read({ kind: 'case', id: bench.caseId }));
    const inVault = await Promise.all([words, tell, phone, no].map((raw) => bench.parts.vault.match('phone', raw)));
    expect(inVault).not.toContain(null);
    expect(tokens).toEqual(expect.arrayContaining(inVault));
  });

  it('each step is in the audit', async () => {
    await bench.verify();
    const wish = await bench.wish(bench.refund(6_000));
    await bench.request(wish);
    await bench.approve(wish);
    const entries = await bench.guards.audit.page({ actor: null, customer: null, kind: null, before: null, limit: 50 });
    expect(entries.flatMap(({ kind, caseId }) => (caseId === bench.caseId && kind.startsWith('action.') ? [kind] : []))).toEqual([
      'action.done',
      'action.approved',
      'action.requested',
    ]);
  });
});

it('a wish of nobody’s customer is refused, and a case that is nobody’s', async () => {
  await bench.parts.act(bench.caseId, lin.id, { type: 'release', reason: 'agent' }, v7());
  expect(await bench.request(await bench.wish(bench.refund(50)))).toEqual({ ok: false, error: { kind: 'table', reason: 'case-not-mine' } });
});
