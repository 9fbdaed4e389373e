import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { authenticatorPurpose, type ProofPurpose } from '#shared/desk/step-up.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';
import type { Bench, Tab } from '#tests/contract/bench-kit.ts';
import { codeOf, refusal } from '#tests/contract/console-tab-kit.ts';
import { SoftwareAuthenticator } from '#tests/fakes/software-authenticator.ts';

const purposeOf = (caseId: CaseId): ProofPurpose => ({ purpose: 'break-glass', action: 'break-glass', customer: null, amount: null, caseId, nonce: v7() });

/** A passkey of a demo person, who proves by the app that the demo gave them that it is they who add it. */
async function enrolled(bench: Bench, { client }: Tab, name = 'security key'): Promise<SoftwareAuthenticator> {
  const { demo } = await client.stepUp.state();
  if (demo === null) throw new Error('the demo shows its codes');
  bench.now = Math.max(bench.now, demo.from);
  const nonce = v7();
  const { proof } = await client.stepUp.prove({ code: demo.code, purpose: authenticatorPurpose('add-passkey', nonce) });
  const device = new SoftwareAuthenticator(bench.origin);
  const options = await client.stepUp.beginPasskey({ proof: { proof, nonce }, password: null });
  await client.stepUp.confirmPasskey({ name, made: device.make(options) });
  return device;
}

async function proofFor({ client }: Tab, device: SoftwareAuthenticator, purpose: ProofPurpose): Promise<string> {
  const answer = device.answer(await client.stepUp.askPasskey({ purpose }));
  return (await client.stepUp.provePasskey({ answer, purpose })).proof;
}

/** Passkeys, as the browser edition's pages have them. */
export function passkeyRules(bench: Bench): void {
  it('stepUp.beginPasskey asks for a proof by the app that is there; the passkey made with it is in the list', async () => {
    const tab = await bench.tab('agent-zhao');
    expect(await refusal(tab.client.stepUp.beginPasskey({ proof: null, password: null }))).toMatchObject({
      code: 'STEP_UP_REFUSED',
      data: { code: 'enrolled' },
    });
    const device = await enrolled(bench, tab, '  phone ');
    const { offersPasskeys, passkeys } = await tab.client.stepUp.state();
    expect(offersPasskeys).toBe(true);
    expect(passkeys).toMatchObject([{ name: 'phone', madeAt: bench.now }]);
    expect(
      await refusal(tab.client.stepUp.confirmPasskey({ name: 'x', made: device.make({ rp: { id: 'localhost' }, challenge: 'AA' } as never) })),
    ).toMatchObject({
      data: { code: 'nothing-begun' },
    });
  });

  it('stepUp.provePasskey proves for a minute, for one purpose; break-glass opens by it once', async () => {
    const sari = await bench.tab('agent-sari');
    const device = await enrolled(bench, sari);
    const { caseId } = await bench.newCase('top up missing');
    const purpose = purposeOf(caseId);
    const asked = { caseId, reason: 'urgent', words: 'cannot wait', nonce: purpose.nonce } as const;
    const answer = device.answer(await sari.client.stepUp.askPasskey({ purpose }));
    const { proof, until } = await sari.client.stepUp.provePasskey({ answer, purpose });
    expect(until).toBe(bench.now + MINUTE);
    expect(await refusal(sari.client.stepUp.provePasskey({ answer, purpose }))).toMatchObject({ code: 'STEP_UP_REFUSED', data: { code: 'other' } });
    expect((await sari.client.access.breakGlass({ ...asked, proof })).until).toBe(bench.now + 10 * MINUTE);
    expect(await codeOf(sari.client.access.breakGlass({ ...asked, proof }))).toBe('STEP_UP_REFUSED');
    const he = await bench.tab('supervisor-he');
    const { entries } = await he.client.audit.page({ actor: 'agent-sari', customer: null, kind: 'stepUp.proved', before: null, limit: 1 });
    expect(entries).toMatchObject([{ caseId, fields: ['passkey'], facts: { purpose: 'break-glass' } }]);
  });

  it('an answer is good for nothing but what it was asked for, where, and for a minute; five that do not hold lock', async () => {
    const [tab, other] = [await bench.tab('agent-lin'), await bench.tab('agent-lin')];
    const device = await enrolled(bench, tab);
    const purpose = purposeOf(v7() as CaseId);
    const ask = () => tab.client.stepUp.askPasskey({ purpose });
    const tries: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['other', async () => tab.client.stepUp.provePasskey({ answer: device.answer(await ask()), purpose: { ...purpose, nonce: v7() } })],
      ['other', async () => other.client.stepUp.provePasskey({ answer: device.answer(await ask()), purpose })],
      [
        'expired',
        async () => {
          const answer = device.answer(await ask());
          bench.now += 61 * SECOND;
          return tab.client.stepUp.provePasskey({ answer, purpose });
        },
      ],
    ];
    for (const [code, attempt] of tries) expect(await refusal(attempt())).toMatchObject({ code: 'STEP_UP_REFUSED', data: { code } });
    const elsewhere = async () => tab.client.stepUp.provePasskey({ answer: device.answer(await ask(), { origin: 'http://localhost:1' }), purpose });
    for (const left of [4, 3, 2, 1]) expect(await refusal(elsewhere())).toMatchObject({ data: { code: 'passkey', left } });
    expect(await refusal(elsewhere())).toMatchObject({ data: { code: 'locked', until: bench.now + MINUTE } });
    expect(await refusal(ask())).toMatchObject({ data: { code: 'locked' } });
    bench.now += MINUTE;
    expect(await proofFor(tab, device, purpose)).toMatch(/^[\w-]{32}$/);
  });

  it('stepUp.removePasskey takes the one away that the proof is for, which proves nothing from then on', async () => {
    const tab = await bench.tab('agent-chen');
    const { client } = tab;
    const device = await enrolled(bench, tab, 'old');
    await enrolled(bench, tab, 'new');
    const [old] = (await client.stepUp.state()).passkeys;
    if (!old) throw new Error('it is in the list');
    expect(await refusal(client.stepUp.removePasskey({ id: old.id, proof: 'made up' }))).toMatchObject({ code: 'STEP_UP_REFUSED', data: { code: 'other' } });
    const proof = await proofFor(tab, device, authenticatorPurpose('remove-passkey', old.id));
    expect((await client.stepUp.removePasskey({ id: old.id, proof })).passkeys).toMatchObject([{ name: 'new' }]);
    const purpose = purposeOf(v7() as CaseId);
    const answer = device.answer(await client.stepUp.askPasskey({ purpose }));
    expect(await refusal(client.stepUp.provePasskey({ answer, purpose }))).toMatchObject({ data: { code: 'passkey' } });
  });
}
