import { Secret, TOTP } from 'otpauth';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { StepUp } from '#electron/desk/step-up/step-up.ts';
import { secretBox } from '#electron/host/secret-box.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { defaultCapacity, type Person } from '#shared/desk/person.ts';
import type { ProofPurpose } from '#shared/desk/step-up.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { SECOND } from '#shared/lib/time.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const key = Buffer.alloc(32, 3);
const store = new SqliteStore({ memory: true, key, logger: recordingLogger() });
const time = { now: 1_790_000_000_000 };
const clock = () => time.now;
const recorded: string[] = [];
const audit = {
  record: async (_by: unknown, note: { readonly kind: string }) => {
    recorded.push(note.kind);
  },
};
const make = () => new StepUp({ book: store.stepUp, box: secretBox(key), audit, demo: false, issuer: 'Desk', clock, newId: v7, logger: recordingLogger() });
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

/** Sets an app up as a person does; answers what it shows now. */
async function enrol(stepUp: StepUp, who: Person): Promise<() => string> {
  const begun = await stepUp.begin('tab', who, null);
  if (!begun.ok) throw new Error(begun.error.code);
  const app = new TOTP({ secret: Secret.fromBase32(begun.value.secret) });
  const shown = () => app.generate({ timestamp: time.now });
  expect(await stepUp.confirm('tab', who, shown())).toEqual({ ok: true, value: null });
  return shown;
}

beforeAll(() => store.start());
afterAll(() => store.stop());

it('on a real desk nobody has an app before they set one up, and no code is ever shown', async () => {
  const who = person('new');
  expect(await make().state(who)).toMatchObject({ enrolled: false, demo: null });
  expect(await make().prove('tab', who, '123456', purpose)).toMatchObject({ ok: false, error: { code: 'not-enrolled' } });
});

it('the code that confirmed an app is not taken again, and a code is taken once however many windows try it at once', async () => {
  const [stepUp, who] = [make(), person('once')];
  const shown = await enrol(stepUp, who);
  expect(await stepUp.prove('tab', who, shown(), purpose)).toMatchObject({ ok: false, error: { code: 'used' } });
  time.now += 30 * SECOND;
  const answers = await Promise.all(['a', 'b', 'c'].map((tab) => stepUp.prove(tab, who, shown(), purpose)));
  expect(answers.map(({ ok }) => ok)).toEqual([true, false, false]);
});

it('what was used, and a lock, outlive a restart of the program', async () => {
  const who = person('restart');
  const shown = await enrol(make(), who);
  time.now += 30 * SECOND;
  const code = shown();
  expect((await make().prove('tab', who, code, purpose)).ok).toBe(true);
  expect(await make().prove('tab', who, code, purpose)).toMatchObject({ ok: false, error: { code: 'used' } });
  const wrong = code === '111111' ? '222222' : '111111';
  for (let tried = 0; tried < 5; tried += 1) await make().prove('tab', who, wrong, purpose);
  time.now += 30 * SECOND;
  expect(await make().prove('tab', who, shown(), purpose)).toMatchObject({ ok: false, error: { code: 'locked' } });
  time.now += 31 * SECOND;
  expect((await make().prove('tab', who, shown(), purpose)).ok).toBe(true);
});

it('a code one step off is taken, two steps off is not, and an older one than was used is not', async () => {
  const [stepUp, who] = [make(), person('drift')];
  const shown = await enrol(stepUp, who);
  time.now += 120 * SECOND;
  const [early, now] = [shown(), time.now];
  time.now = now + 30 * SECOND;
  expect((await stepUp.prove('tab', who, early, purpose)).ok).toBe(true);
  time.now = now + 90 * SECOND;
  const later = shown();
  time.now = now + 150 * SECOND;
  expect(await stepUp.prove('tab', who, later, purpose)).toMatchObject({ ok: false, error: { code: 'wrong' } });
  time.now = now + 60 * SECOND;
  expect((await stepUp.prove('tab', who, later, purpose)).ok).toBe(true);
  const between = shown();
  expect(await stepUp.prove('tab', who, between, purpose)).toMatchObject({ ok: false, error: { code: 'used' } });
});

it('what lies in the ledger opens with the desk’s key and its owner’s name alone, and is gone when it is taken away', async () => {
  const [stepUp, who] = [make(), person('sealed')];
  await enrol(stepUp, who);
  const [app] = await store.stepUp.authenticators(who.id);
  if (!app) throw new Error('it is kept');
  expect(secretBox(key).open(app.sealed, `totp of ${who.id}`)).toHaveLength(20);
  expect(secretBox(key).open(app.sealed, 'totp of other')).toBeNull();
  expect(secretBox(Buffer.alloc(32, 4)).open(app.sealed, `totp of ${who.id}`)).toBeNull();
  recorded.length = 0;
  await stepUp.remove(person('admin'), who.id);
  expect(recorded).toEqual(['stepUp.removed']);
  expect((await stepUp.state(who)).enrolled).toBe(false);
});
