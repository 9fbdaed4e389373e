import { Secret, TOTP } from 'otpauth';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { StepUp } from '#electron/desk/step-up/step-up.ts';
import { secretBox } from '#electron/host/secret-box.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { MOST_PASSKEYS, type PasskeyRequest } from '#shared/desk/passkey.ts';
import { defaultCapacity, type Person } from '#shared/desk/person.ts';
import { authenticatorPurpose, type EnrolmentProof, type ProofPurpose } from '#shared/desk/step-up.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { newKey, SoftwareAuthenticator } from '#tests/fakes/software-authenticator.ts';

const origin = 'http://localhost:40123';
const page = { session: 'tab', origin };
const key = Buffer.alloc(32, 3);
const logger = recordingLogger();
const store = new SqliteStore({ memory: true, key, logger });
const time = { now: 1_790_000_000_000 };
const clock = () => time.now;
const recorded: { readonly kind: string; readonly fields?: readonly string[]; readonly reason?: string | null }[] = [];
const audit = {
  record: async (_by: unknown, note: { readonly kind: string }) => {
    recorded.push(note);
  },
};
const make = () => new StepUp({ book: store.stepUp, box: secretBox(key), audit, demo: false, issuer: 'Desk', clock, newId: v7, logger });
const purpose: ProofPurpose = { purpose: 'action', action: 'freeze', customer: null, amount: null, caseId: null, nonce: 'a nonce of its own' };

function person(id: string): Person {
  return {
    id: id as PersonId,
    role: 'agent',
    name: { en: id, 'zh-CN': id },
    queues: [],
    languages: ['en'],
    skills: [],
    capacity: defaultCapacity,
    active: true,
  };
}

function granted<T>(result: Result<T, { readonly code: string }>): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const refused = (code: string, more: object = {}) => ({ ok: false, error: { code, ...more } });

/** A passkey that somebody made as a page does; whoever has something already proves it by that. */
async function enrol(stepUp: StepUp, who: Person, device = new SoftwareAuthenticator(origin), proof: EnrolmentProof | null = null) {
  const options = granted(await stepUp.beginPasskey(page, who, proof));
  granted(await stepUp.confirmPasskey(page, who, 'my key', device.make(options)));
  return device;
}

const ask = async (stepUp: StepUp, who: Person, wanted = purpose, at = page): Promise<PasskeyRequest> => granted(await stepUp.askPasskey(at, who, wanted));

/** One proof by a passkey for one purpose. */
async function proofBy(stepUp: StepUp, who: Person, device: SoftwareAuthenticator, wanted: ProofPurpose): Promise<string> {
  return granted(await stepUp.provePasskey(page, who, device.answer(await ask(stepUp, who, wanted)), wanted)).proof;
}

beforeAll(() => store.start());
afterAll(() => store.stop());

it.each([
  ['none', true],
  ['none', false],
  ['packed', true],
] as const)(
  'a passkey with attestation %s, with a counter: %s, proves for one purpose and one use, and is on record as a passkey',
  async (attestation, counts) => {
    const [stepUp, who] = [make(), person(`plain ${attestation} ${counts}`)];
    recorded.length = 0;
    const device = await enrol(stepUp, who, new SoftwareAuthenticator(origin, { attestation, counts }));
    expect((await stepUp.state(who)).passkeys).toMatchObject([{ name: 'my key', madeAt: time.now }]);
    for (let use = 0; use < 3; use += 1) {
      const given = granted(await stepUp.provePasskey(page, who, device.answer(await ask(stepUp, who)), purpose));
      expect(given.until).toBe(time.now + MINUTE);
      expect(await stepUp.redeem('tab', who, given.proof, purpose)).toMatchObject({ ok: true, value: { method: 'passkey', authAt: time.now } });
      expect(await stepUp.redeem('tab', who, given.proof, purpose)).toMatchObject(refused('other'));
    }
    expect(recorded.slice(0, 2)).toMatchObject([
      { kind: 'stepUp.enrolled', fields: ['passkey'] },
      { kind: 'stepUp.proved', fields: ['passkey'] },
    ]);
  },
);

it('what a page asks an authenticator for: localhost, the user verified, not one that is there already', async () => {
  const [stepUp, who] = [make(), person('options')];
  const device = await enrol(stepUp, who);
  const nonce = v7();
  const proof = await proofBy(stepUp, who, device, authenticatorPurpose('add-passkey', nonce));
  const options = granted(await stepUp.beginPasskey(page, who, { proof, nonce }));
  expect(options).toMatchObject({
    rp: { id: 'localhost' },
    authenticatorSelection: { userVerification: 'required' },
    excludeCredentials: [{ id: device.credential }],
  });
  expect(await ask(stepUp, who)).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [{ id: device.credential }] });
});

it.each([
  ['of another port', { origin: 'http://localhost:40124' }],
  ['of another name for the same machine', { origin: 'http://127.0.0.1:40123' }],
  ['for another relying party', { rpId: 'example.com' }],
  ['to a challenge that the desk did not make', { challenge: 'A'.repeat(43) }],
  ['without the user verified', { verifiesUser: false }],
  ['by another key', { key: newKey() }],
  ['that makes a passkey instead', { type: 'webauthn.create' }],
] as const)('an answer %s is refused, counted and on record', async (name, faults) => {
  const [stepUp, who] = [make(), person(`faulty ${name}`)];
  const device = await enrol(stepUp, who);
  recorded.length = 0;
  expect(await stepUp.provePasskey(page, who, device.answer(await ask(stepUp, who), faults), purpose)).toMatchObject(refused('passkey', { left: 4 }));
  expect(recorded).toMatchObject([{ kind: 'stepUp.refused', fields: ['passkey'], reason: 'passkey' }]);
  // A good answer forgives.
  expect((await stepUp.provePasskey(page, who, device.answer(await ask(stepUp, who)), purpose)).ok).toBe(true);
  expect(await store.stepUp.failed(who.id)).toBeNull();
});

it.each([
  ['of another port', { origin: 'http://localhost:40124' }],
  ['for another relying party', { rpId: 'example.com' }],
  ['to another challenge', { challenge: 'A'.repeat(43) }],
  ['without the user verified', { verifiesUser: false }],
  ['attested by another key', { key: newKey() }],
] as const)('a passkey made %s is not kept', async (name, faults) => {
  const [stepUp, who] = [make(), person(`not kept ${name}`)];
  const options = granted(await stepUp.beginPasskey(page, who, null));
  const device = new SoftwareAuthenticator(origin, { attestation: 'packed' });
  expect(await stepUp.confirmPasskey(page, who, 'x', device.make(options, faults))).toMatchObject(refused('passkey'));
  expect((await stepUp.state(who)).passkeys).toEqual([]);
  // Its challenge is gone with it.
  expect(await stepUp.confirmPasskey(page, who, 'x', device.make(options))).toMatchObject(refused('nothing-begun'));
});

it('a counter that stands still or goes back is refused', async () => {
  const [stepUp, who] = [make(), person('counter')];
  const device = await enrol(stepUp, who);
  const answer = async (counter: number) => stepUp.provePasskey(page, who, device.answer(await ask(stepUp, who), { counter }), purpose);
  expect((await answer(7)).ok).toBe(true);
  expect(await answer(7)).toMatchObject(refused('passkey'));
  expect(await answer(6)).toMatchObject(refused('passkey'));
  expect(await answer(0)).toMatchObject(refused('passkey'));
  expect((await make().state(who)).passkeys).toHaveLength(1);
  expect((await answer(8)).ok).toBe(true);
});

it('an answer is taken once, in its own session, by its own person, for its own purpose', async () => {
  const [stepUp, who, other] = [make(), person('bound'), person('bound too')];
  const device = await enrol(stepUp, who);
  await enrol(stepUp, other);
  const used = device.answer(await ask(stepUp, who));
  expect((await stepUp.provePasskey(page, who, used, purpose)).ok).toBe(true);
  expect(await stepUp.provePasskey(page, who, used, purpose)).toMatchObject(refused('other'));

  const elsewhere = { session: 'another tab', origin };
  expect(await stepUp.provePasskey(elsewhere, who, device.answer(await ask(stepUp, who)), purpose)).toMatchObject(refused('other'));
  await ask(stepUp, who, purpose, elsewhere);
  expect(await stepUp.provePasskey(elsewhere, who, device.answer(await ask(stepUp, who)), purpose)).toMatchObject(refused('passkey'));
  expect(await stepUp.provePasskey(page, other, device.answer(await ask(stepUp, who)), purpose)).toMatchObject(refused('other'));

  const others: readonly ProofPurpose[] = [
    { ...purpose, action: 'unfreeze' },
    { ...purpose, purpose: 'approval' },
    { ...purpose, customer: 'C100001' as never },
    { ...purpose, amount: { minor: 1, currency: 'CNY' } as never },
    { ...purpose, caseId: v7() as never },
    { ...purpose, nonce: 'another nonce of its own' },
  ];
  for (const wanted of others) {
    const answer = device.answer(await ask(stepUp, who));
    expect(await stepUp.provePasskey(page, who, answer, wanted)).toMatchObject(refused('other'));
    // Tried on something else, it is lost.
    expect(await stepUp.provePasskey(page, who, answer, purpose)).toMatchObject(refused('other'));
  }

  const [first, second] = [await ask(stepUp, who), await ask(stepUp, who)];
  expect(await stepUp.provePasskey(page, who, device.answer(first), purpose)).toMatchObject(refused('passkey'));
  expect(await stepUp.provePasskey(page, who, device.answer(second), purpose)).toMatchObject(refused('other'));

  const ended = await ask(stepUp, who);
  stepUp.drop('tab');
  expect(await stepUp.provePasskey(page, who, device.answer(ended), purpose)).toMatchObject(refused('other'));
});

it('a challenge lasts a minute, and no longer for a clock that was set back; one for a new passkey five', async () => {
  const [stepUp, who] = [make(), person('late')];
  const device = await enrol(stepUp, who);
  const asked = async (later: number) => {
    const options = await ask(stepUp, who);
    time.now += later;
    return stepUp.provePasskey(page, who, device.answer(options), purpose);
  };
  expect((await asked(60 * SECOND)).ok).toBe(true);
  expect(await asked(60 * SECOND + 1)).toMatchObject(refused('expired'));
  expect(await asked(-1)).toMatchObject(refused('expired'));
  const slow = person('slow');
  for (const [later, code] of [
    [5 * MINUTE + 1, 'expired'],
    [5 * MINUTE, null],
  ] as const) {
    const options = granted(await stepUp.beginPasskey(page, slow, null));
    time.now += later;
    const answer = await stepUp.confirmPasskey(page, slow, 'x', new SoftwareAuthenticator(origin).make(options));
    expect(answer).toMatchObject(code === null ? { ok: true } : refused(code));
  }
});

it('five that do not hold lock for a minute, for codes too, and the lock outlives a restart', async () => {
  const [stepUp, who] = [make(), person('locked')];
  const device = await enrol(stepUp, who);
  const wrong = async () => stepUp.provePasskey(page, who, device.answer(await ask(stepUp, who), { key: newKey() }), purpose);
  for (const left of [4, 3, 2, 1]) expect(await wrong()).toMatchObject(refused('passkey', { left }));
  const open = await stepUp.askPasskey({ session: 'other', origin }, who, purpose);
  expect(await wrong()).toMatchObject(refused('locked', { until: time.now + MINUTE }));
  expect(await stepUp.provePasskey({ session: 'other', origin }, who, device.answer(granted(open)), purpose)).toMatchObject(refused('locked'));
  expect(await make().askPasskey(page, who, purpose)).toMatchObject(refused('locked'));
  expect(await make().prove('tab', who, '123456', purpose)).toMatchObject(refused('locked'));
  expect((await make().state(who)).lockedUntil).toBe(time.now + MINUTE);
  time.now += MINUTE;
  expect((await stepUp.provePasskey(page, who, device.answer(await ask(stepUp, who)), purpose)).ok).toBe(true);
});

it('wrong codes and passkeys that do not hold are counted together', async () => {
  const [stepUp, who] = [make(), person('mixed')];
  const begun = granted(await stepUp.begin('tab', who, null));
  const app = new TOTP({ secret: Secret.fromBase32(begun.secret) });
  const shown = () => app.generate({ timestamp: time.now });
  granted(await stepUp.confirm('tab', who, shown()));
  time.now += 30 * SECOND;
  const nonce = v7();
  const { proof } = granted(await stepUp.prove('tab', who, shown(), authenticatorPurpose('add-passkey', nonce)));
  const device = await enrol(stepUp, who, new SoftwareAuthenticator(origin), { proof, nonce });
  const wrong = shown() === '111111' ? '222222' : '111111';
  for (const left of [4, 3]) expect(await stepUp.prove('tab', who, wrong, purpose)).toMatchObject(refused('wrong', { left }));
  const options = await ask(stepUp, who);
  expect(await stepUp.provePasskey(page, who, device.answer(options, { verifiesUser: false }), purpose)).toMatchObject(refused('passkey', { left: 2 }));
  // The app is still there beside the passkey.
  expect(await stepUp.state(who)).toMatchObject({ enrolled: true, passkeys: [{ name: 'my key' }] });
});

it('whoever has an app or a passkey adds another by a proof of it alone, made for this', async () => {
  const [stepUp, who] = [make(), person('more')];
  const device = await enrol(stepUp, who);
  const nonce = v7();
  expect(await stepUp.beginPasskey(page, who, null)).toMatchObject(refused('enrolled'));
  expect(await stepUp.begin('tab', who, null)).toMatchObject(refused('enrolled'));
  const forApp = await proofBy(stepUp, who, device, authenticatorPurpose('add-app', nonce));
  expect(await stepUp.beginPasskey(page, who, { proof: forApp, nonce })).toMatchObject(refused('other'));
  expect(await stepUp.beginPasskey(page, who, { proof: await proofBy(stepUp, who, device, purpose), nonce: purpose.nonce })).toMatchObject(refused('other'));
  const again = await proofBy(stepUp, who, device, authenticatorPurpose('add-app', nonce));
  expect((await stepUp.begin('tab', who, { proof: again, nonce })).ok).toBe(true);
  const second = new SoftwareAuthenticator(origin);
  await enrol(stepUp, who, second, { proof: await proofBy(stepUp, who, device, authenticatorPurpose('add-passkey', nonce)), nonce });
  expect((await stepUp.state(who)).passkeys).toHaveLength(2);
  for (const one of [device, second]) expect(await proofBy(stepUp, who, one, purpose)).toMatch(/^[\w-]{32}$/);
  // The same one is not kept twice, and there is an end to them.
  const options = granted(
    await stepUp.beginPasskey(page, who, { proof: await proofBy(stepUp, who, device, authenticatorPurpose('add-passkey', nonce)), nonce }),
  );
  expect(await stepUp.confirmPasskey(page, who, 'twice', second.make(options))).toMatchObject(refused('known'));
  for (let made = 2; made < MOST_PASSKEYS; made += 1) {
    const proof = await proofBy(stepUp, who, device, authenticatorPurpose('add-passkey', nonce));
    await enrol(stepUp, who, new SoftwareAuthenticator(origin), { proof, nonce });
  }
  const proof = await proofBy(stepUp, who, device, authenticatorPurpose('add-passkey', nonce));
  expect(await stepUp.beginPasskey(page, who, { proof, nonce })).toMatchObject(refused('full'));
});

it('a passkey is taken away by a proof for this one, and proves nothing from then on', async () => {
  const [stepUp, who] = [make(), person('removed')];
  const device = await enrol(stepUp, who);
  const nonce = v7();
  const second = await enrol(stepUp, who, new SoftwareAuthenticator(origin), {
    proof: await proofBy(stepUp, who, device, authenticatorPurpose('add-passkey', nonce)),
    nonce,
  });
  const [first, other] = (await stepUp.state(who)).passkeys;
  if (!first || !other) throw new Error('there are two');
  const forFirst = () => proofBy(stepUp, who, second, authenticatorPurpose('remove-passkey', first.id));
  expect(await stepUp.removePasskey('tab', who, first.id, 'made up')).toMatchObject(refused('other'));
  expect(await stepUp.removePasskey('tab', who, other.id, await forFirst())).toMatchObject(refused('other'));
  const open = await ask(stepUp, who, purpose, { session: 'other', origin });
  const proof = await forFirst();
  recorded.length = 0;
  expect(await stepUp.removePasskey('tab', who, first.id, proof)).toEqual({ ok: true, value: null });
  expect(recorded).toMatchObject([{ kind: 'stepUp.removed', fields: ['passkey'] }]);
  expect((await stepUp.state(who)).passkeys).toEqual([other]);
  expect(await stepUp.provePasskey({ session: 'other', origin }, who, device.answer(open), purpose)).toMatchObject(refused('passkey'));
  expect((await ask(stepUp, who)).allowCredentials).toMatchObject([{ id: second.credential }]);
  await stepUp.remove(person('admin'), who.id);
  expect(await stepUp.askPasskey(page, who, purpose)).toMatchObject(refused('not-enrolled'));
  expect((await stepUp.beginPasskey(page, who, null)).ok).toBe(true);
});

it('a window without an origin, as the desktop edition’s are, takes no passkeys', async () => {
  const [stepUp, who] = [make(), person('desktop')];
  const device = await enrol(stepUp, who);
  const desktop = { session: 'tab', origin: null };
  const options = await ask(stepUp, who);
  expect(await stepUp.askPasskey(desktop, who, purpose)).toMatchObject(refused('not-here'));
  expect(await stepUp.provePasskey(desktop, who, device.answer(options), purpose)).toMatchObject(refused('not-here'));
  expect(await stepUp.beginPasskey(desktop, person('nobody'), null)).toMatchObject(refused('not-here'));
  expect(await stepUp.confirmPasskey(desktop, who, 'x', new SoftwareAuthenticator(origin).make({ rp: { id: 'localhost' } } as never))).toMatchObject(
    refused('not-here'),
  );
});

it('what lies in the ledger opens with the desk’s key, for its owner and in its own row alone', async () => {
  const [stepUp, who] = [make(), person('sealed too')];
  const device = await enrol(stepUp, who);
  const [row] = await store.stepUp.authenticators(who.id);
  if (!row) throw new Error('it is kept');
  const bound = `passkey ${row.id} of ${who.id}`;
  expect(Buffer.from(secretBox(key).open(row.sealed, bound) ?? []).toString()).toContain(device.credential);
  expect(JSON.stringify(row)).not.toContain(device.credential);
  expect(secretBox(Buffer.alloc(32, 4)).open(row.sealed, bound)).toBeNull();
  // Put beside another name or another person it is nobody's.
  const thief = person('thief');
  await store.stepUp.save({ ...row, id: v7(), person: thief.id });
  expect((await stepUp.state(thief)).passkeys).toEqual([]);
});
