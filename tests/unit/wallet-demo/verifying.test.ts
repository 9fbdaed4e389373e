import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { chat as english } from '#renderer/i18n/en/chat.ts';
import { chat as chinese } from '#renderer/i18n/zh-CN/chat.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { CODE_LIFE, LEVEL_LIFE, levelAt, reaches } from '#shared/wallet/verification.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { answerOf, asked, person, testDesk, verify } from '#tests/fixtures/wallet-people.ts';

const begin = 1_790_000_000_000;
let now = begin;
const somebody = person(1, begin);
let wallet: DemoWallet;
let cases = 0;
const freshCase = () => `case-${++cases}` as CaseId;

beforeAll(async () => {
  wallet = new DemoWallet({ memory: true, key: Buffer.alloc(32, 9), deskKeys: [testDesk.publicKey], clock: () => now, logger: recordingLogger() });
  await wallet.start();
  await wallet.add([somebody, person(2, begin)], []);
});
afterAll(() => wallet.stop());

const standing = async (caseId: CaseId) => answerOf(await wallet.verification(somebody.id, caseId));
const stepOf = async (caseId: CaseId, kind: 'code' | 'knowledge') => (await standing(caseId)).steps.find((step) => step.kind === kind);

it('a code says who may have it just as the chat’s first page does: support that has just asked for it, and never a password', async () => {
  const caseId = freshCase();
  answerOf(await wallet.beginCode(somebody.id, caseId));
  const [sms] = await wallet.phone(somebody.id, 1);
  for (const told of [sms?.text.en, english.hint]) {
    expect(told).toMatch(/only when support has just asked you for it/);
    expect(told).toMatch(/never (?:write )?your password or PIN/i);
  }
  for (const told of [sms?.text['zh-CN'], chinese.hint]) {
    expect(told).toMatch(/客服刚刚在此?对话中向您索取/);
    expect(told).toContain('登录密码或支付密码');
  }
});

describe('What a customer has shown', () => {
  it('counts for half an hour, and no minute longer', async () => {
    const caseId = freshCase();
    await verify(wallet, somebody, caseId, 'basic');
    now += 10 * MINUTE;
    const { questions } = answerOf(await wallet.beginKnowledge(somebody.id, caseId));
    expect(questions).toHaveLength(2);
    await verify(wallet, somebody, caseId, 'strong');
    const { level, expiresAt } = await standing(caseId);
    expect([level, expiresAt]).toEqual(['strong', now + LEVEL_LIFE]);
    now += LEVEL_LIFE - 1;
    expect((await standing(caseId)).level).toBe('strong');
    now += 1;
    expect(await standing(caseId)).toMatchObject({ level: 'none', expiresAt: null, steps: [{ state: 'open' }, { state: 'open' }] });
  });

  it('is forgotten of codes when the phone they went to is changed', async () => {
    const caseId = freshCase();
    await verify(wallet, somebody, caseId, 'strong');
    const { version } = answerOf(await wallet.account(somebody.id));
    const input = { action: 'change-phone', phone: '13900000077', reason: 'lost' } as const;
    answerOf(await wallet.act(asked(now, { customer: somebody.id, caseId, input, approvedAt: version })));
    expect(await standing(caseId)).toMatchObject({
      level: 'basic',
      steps: [
        { kind: 'code', state: 'open' },
        { kind: 'knowledge', state: 'passed' },
      ],
    });
    const found = answerOf(await wallet.findCustomers('13900000077', 2));
    expect(found.map(({ id }) => id)).toEqual([somebody.id]);
    expect(answerOf(await wallet.findCustomers(somebody.phone, 2))).toEqual([]);
    const again = asked(now, { customer: person(2, begin).id, caseId, input: { ...input }, approvedAt: 'v0' });
    await verify(wallet, person(2, begin), caseId, 'basic');
    expect(await wallet.act(again)).toMatchObject({ ok: false, error: { reason: 'phone-taken' } });
  });
});

describe('A one-time code', () => {
  it('can be answered for ten minutes', async () => {
    const [early, late] = [freshCase(), freshCase()];
    for (const [caseId, after, outcome] of [
      [early, CODE_LIFE - 1, 'passed'],
      [late, CODE_LIFE, 'not-begun'],
    ] as const) {
      const sent = answerOf(await wallet.beginCode(somebody.id, caseId));
      expect(sent).toEqual({ sentTo: expect.stringContaining('****'), expiresAt: now + CODE_LIFE, triesLeft: 3 });
      const code = (await wallet.lastCode(somebody.id)) ?? '';
      now += after;
      expect(answerOf(await wallet.checkCode(somebody.id, caseId, code)).outcome).toBe(outcome);
    }
  });

  it('is locked for half an hour after three wrong tries, and what was shown before is void', async () => {
    const caseId = freshCase();
    await verify(wallet, somebody, caseId, 'basic');
    answerOf(await wallet.beginCode(somebody.id, caseId));
    const outcomes: string[] = [];
    for (let n = 0; n < 4; n++) outcomes.push(answerOf(await wallet.checkCode(somebody.id, caseId, 'wrong')).outcome);
    expect(outcomes).toEqual(['wrong', 'wrong', 'locked', 'locked']);
    expect((await standing(caseId)).level).toBe('none');
    expect(await stepOf(caseId, 'code')).toEqual({ kind: 'code', state: 'locked', triesLeft: 0, expiresAt: now + LEVEL_LIFE });
    expect(await stepOf(caseId, 'knowledge')).toMatchObject({ state: 'open' });
    now += LEVEL_LIFE - 1;
    expect(await wallet.beginCode(somebody.id, caseId)).toMatchObject({ ok: false, error: { code: 'refused', reason: 'verification-locked' } });
    now += 1;
    expect(answerOf(await wallet.beginCode(somebody.id, caseId)).triesLeft).toBe(3);
  });

  it('reaches the phone in both languages, and nobody else’s', async () => {
    answerOf(await wallet.beginCode(somebody.id, freshCase()));
    const [newest] = await wallet.phone(somebody.id, 1);
    const code = await wallet.lastCode(somebody.id);
    expect(code).toMatch(/^\d{6}$/);
    expect(newest?.text['zh-CN']).toContain(code);
    expect(newest?.text.en).toContain(code);
    expect(await wallet.lastCode('C999999' as typeof somebody.id)).toBe(null);
    expect(await wallet.beginCode('C999999' as typeof somebody.id, freshCase())).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});

describe('A level', () => {
  it('is what the steps that still count make it', () => {
    const passed = (kind: 'code' | 'knowledge', expiresAt: number) => ({ kind, state: 'passed', expiresAt }) as const;
    expect(levelAt([], 5)).toEqual({ level: 'none', expiresAt: null });
    expect(levelAt([passed('code', 9), passed('knowledge', 7)], 5)).toEqual({ level: 'strong', expiresAt: 7 });
    expect(levelAt([passed('code', 9), passed('knowledge', 5)], 5)).toEqual({ level: 'basic', expiresAt: 9 });
    expect(levelAt([{ kind: 'code', state: 'locked', expiresAt: 9 }], 5)).toEqual({ level: 'none', expiresAt: null });
    expect([reaches('basic', 'none'), reaches('basic', 'basic'), reaches('basic', 'strong')]).toEqual([true, true, false]);
  });
});
