import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import type { ActionInput } from '#shared/wallet/actions.ts';
import type { Bench, NewCase, Tab } from '#tests/contract/bench-kit.ts';
import { firstFrame, frameThat, refusal } from '#tests/contract/console-tab-kit.ts';

const someone = 'C100017' as CustomerId;

/** A case that Lin has, of a customer with a chat page. */
async function owned(bench: Bench, lin: Tab, customer = someone): Promise<NewCase> {
  const made = await bench.newCase();
  await lin.act(made.caseId, { type: 'accept' });
  await lin.act(made.caseId, { type: 'identify', customer });
  return made;
}

/** A proof of a second factor for one wish; the demo shows the code that its person's app would. */
async function proofOf(bench: Bench, { client }: Tab, purpose: 'action' | 'approval', caseId: CaseId, customer: CustomerId, key: string, action: string) {
  const { demo } = await client.stepUp.state();
  if (demo === null) throw new Error('the demo shows a code');
  bench.now = Math.max(bench.now, demo.from);
  const given = await client.stepUp.prove({ code: demo.code, purpose: { purpose, action, customer, amount: null, caseId, nonce: key } });
  return given.proof;
}

/** Has the customer read out the code on their phone. */
async function verify({ client }: Tab, { caseId, customer }: NewCase): Promise<void> {
  const texts = await customer.client.phone();
  await client.verification.beginCode({ caseId });
  const frame = await frameThat(texts, ({ texts: shown }) => shown.length > 0);
  await texts.return?.();
  const code = /\d{6}/.exec(frame.texts[0]?.text.en ?? '')?.[0] ?? '';
  expect(await client.verification.checkCode({ caseId, code })).toMatchObject({ outcome: 'passed', standing: { level: 'basic' } });
}

/** Verifying customers and acting on their accounts. */
export function actionRules(bench: Bench): void {
  it('a customer is verified by the code on their phone; a wrong answer leaves fewer tries; each step is in the case', async () => {
    const lin = await bench.tab('agent-lin');
    const made = await owned(bench, lin);
    const { caseId } = made;
    expect(await lin.client.verification.standing({ caseId })).toMatchObject({ level: 'none', expiresAt: null });
    await verify(lin, made);
    const { questions } = await lin.client.verification.beginKnowledge({ caseId });
    const wrong = questions.map(({ id }) => ({ id, answer: 'surely not' }));
    const answer = await lin.client.verification.answerKnowledge({ caseId, answers: wrong });
    expect(answer).toMatchObject({ outcome: 'wrong', standing: { level: 'basic' } });
    const { events } = await lin.client.cases.read({ caseId, after: 0 });
    expect(events.map(({ type }) => type).filter((type) => type.startsWith('verification.'))).toEqual([
      'verification.begun',
      'verification.passed',
      'verification.begun',
      'verification.failed',
    ]);
  });

  it('only whoever has the case verifies its customer', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { caseId } = await owned(bench, lin);
    expect((await refusal(zhao.client.verification.beginCode({ caseId }))).code).toBe('NOT_ALLOWED');
  });

  it('accountActions.request: what a session is enough for is done at once, and a repeat answers the same', async () => {
    const lin = await bench.tab('agent-lin');
    const { caseId } = await owned(bench, lin, 'C100018' as CustomerId);
    const { account } = await lin.client.accountActions.facts({ caseId });
    const wish = {
      caseId,
      key: v7(),
      input: { action: 'freeze', reason: 'x' } as ActionInput,
      reason: 'suspected-fraud' as const,
      words: '',
      tell: null,
      proof: null,
    };
    expect(await lin.client.accountActions.request({ ...wish, seen: account.version })).toEqual({ state: 'completed' });
    expect(await lin.client.accountActions.request({ ...wish, seen: account.version })).toEqual({ state: 'completed' });
    expect(await lin.client.accountActions.lookAgain({ caseId, key: wish.key })).toEqual({ state: 'completed' });
    const after = await lin.client.accountActions.facts({ caseId });
    expect(after.account.state).toBe('frozen-risk');
    const unfreeze = { ...wish, key: v7(), input: { action: 'unfreeze', reason: 'x' } as ActionInput, seen: after.account.version };
    expect(await refusal(lin.client.accountActions.request(unfreeze))).toEqual({ code: 'ACTION_REFUSED', data: { reason: 'needs-step-up' } });
    expect(await refusal(lin.client.accountActions.request({ ...unfreeze, proof: 'made up' }))).toEqual({
      code: 'ACTION_REFUSED',
      data: { reason: 'needs-customer-level' },
    });
  });

  it('what needs a second person is listed at supervisors, withdrawn, rejected, and done once one approves; whoever asked is told', async () => {
    const [lin, he] = [await bench.tab('agent-lin'), await bench.tab('supervisor-he')];
    const customer = 'C100019' as CustomerId;
    const made = await owned(bench, lin, customer);
    const { caseId } = made;
    await verify(lin, made);
    const ask = async (key: string) => {
      const { account } = await lin.client.accountActions.facts({ caseId });
      const proof = await proofOf(bench, lin, 'action', caseId, customer, key, 'change-phone');
      const input: ActionInput = { action: 'change-phone', phone: '13987654321', reason: 'x' };
      return lin.client.accountActions.request({ caseId, key, input, reason: 'lost-device', words: '', tell: null, seen: account.version, proof });
    };
    const [first, second, third] = [v7(), v7(), v7()];
    const mine = await lin.client.accountActions.mine();
    expect(await ask(first)).toEqual({ state: 'waiting' });
    expect(await refusal(ask(v7()))).toMatchObject({ code: 'REFUSED', data: { code: 'action-pending', by: 'agent-lin' } });
    await lin.client.accountActions.withdraw({ caseId, key: first });
    expect(await ask(second)).toEqual({ state: 'waiting' });
    const approvals = await he.client.accountActions.approvals();
    await frameThat(approvals, (list) => list.some(({ key, row }) => key === second && row?.id === caseId));
    await he.client.accountActions.reject({ caseId, key: second, words: 'ask for another proof' });
    await frameThat(mine, (list) => list.some(({ key, state, secondPerson }) => key === second && state === 'rejected' && secondPerson === 'supervisor-he'));
    expect(await ask(third)).toEqual({ state: 'waiting' });
    const looked = await he.client.accountActions.approval({ caseId, key: third });
    expect(looked).toMatchObject({ account: { id: customer }, verification: { level: 'basic' }, phone: { text: '139****4321' } });
    const proof = await proofOf(bench, he, 'approval', caseId, customer, third, 'change-phone');
    const seen = looked.account.version;
    expect(await he.client.accountActions.approve({ caseId, key: third, seen, proof })).toEqual({ state: 'completed' });
    expect(await refusal(he.client.accountActions.approve({ caseId, key: third, seen, proof }))).toMatchObject({
      code: 'REFUSED',
      data: { code: 'not-pending' },
    });
    await frameThat(mine, (list) => list.some(({ key, state }) => key === third && state === 'completed'));
    await frameThat(approvals, (list) => list.every(({ key }) => key !== third));
    await Promise.all([mine.return?.(), approvals.return?.()]);
    expect((await firstFrame(await he.client.accountActions.approvals())).filter((one) => one.caseId === caseId)).toEqual([]);
  });
}
