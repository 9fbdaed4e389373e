import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalAccounts } from '#electron/desk/session/local-accounts.ts';
import { isPassword, makeVerifier, oneTimePassword, presentCost } from '#electron/desk/session/password-verifier.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { login, passwordFault } from '#shared/desk/password-rules.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { DAY, HOUR, MINUTE } from '#shared/lib/time.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const cost = { cost: 2 ** 4, blockSize: 8, parallel: 1 };
const lin = 'agent-lin' as PersonId;
const good = 'rivers run to the sea';

describe('Local accounts', () => {
  const start = 1_790_000_000_000;
  let now = start;
  let store: SqliteStore;
  let accounts: LocalAccounts;
  beforeEach(async () => {
    now = start;
    store = new SqliteStore({ memory: true, key: Buffer.alloc(32, 3), logger: recordingLogger() });
    await store.start();
    accounts = new LocalAccounts({ book: store.accounts, cost, clock: () => now });
  });
  afterEach(() => store.stop());

  const wrongly = async (times: number, name = 'lin') => {
    let last: unknown;
    for (let at = 0; at < times; at++) last = await accounts.signIn(name, 'no');
    return last;
  };

  it('the first is made once, whoever asks at the same time', async () => {
    expect(await accounts.any()).toBe(false);
    const made = await Promise.all(['a1', 'a2', 'a3'].map((name) => accounts.addFirst(name as PersonId, name, good)));
    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await accounts.list()).toHaveLength(1);
    expect(await accounts.addFirst(lin, 'lin', good)).toEqual({ ok: false, error: { code: 'not-first' } });
  });

  it('a login is the same in capitals and full width; somebody else cannot have it', async () => {
    await accounts.addFirst(lin, 'Lin.Xia', good);
    for (const name of ['lin.xia', ' LIN.XIA ', 'ＬＩＮ.ＸＩＡ']) expect((await accounts.signIn(name, good)).ok, name).toBe(true);
    expect(await accounts.invite('other' as PersonId, 'LIN.xia')).toEqual({ ok: false, error: { code: 'login-taken' } });
    expect(login.safeParse('林夏').data).toBe('林夏');
    for (const bad of ['', 'x', 'a b', 'x'.repeat(65), '<script>', 'a\u0000b']) expect(login.safeParse(bad).success, bad).toBe(false);
  });

  it('a password is good however its signs were typed, and capitals count', async () => {
    await accounts.addFirst(lin, 'lin', 'café au lait 1');
    expect((await accounts.signIn('lin', 'cafe\u0301 au lait 1')).ok).toBe(true);
    expect((await accounts.signIn('lin', 'Café au lait 1')).ok).toBe(false);
  });

  it('a one-time password opens nothing but the choice of another, for a week', async () => {
    const invited = await accounts.invite(lin, 'lin');
    if (!invited.ok) throw new Error(invited.error.code);
    expect(await accounts.signIn('lin', invited.value)).toEqual({ ok: true, value: { person: lin, mustChange: true } });
    now += 8 * DAY;
    expect(await accounts.signIn('lin', invited.value)).toEqual({ ok: false, error: { code: 'expired' } });
    const again = await accounts.reset(lin);
    if (!again.ok) throw new Error(again.error.code);
    expect((await accounts.signIn('lin', invited.value)).ok).toBe(false);
    expect(await accounts.changePassword('lin', again.value, again.value)).toEqual({ ok: false, error: { code: 'unchanged' } });
    expect(await accounts.changePassword('lin', again.value, 'short')).toEqual({ ok: false, error: { code: 'too-short' } });
    expect(await accounts.changePassword('lin', again.value, good)).toEqual({ ok: true, value: lin });
    expect(await accounts.signIn('lin', good)).toEqual({ ok: true, value: { person: lin, mustChange: false } });
    expect(await accounts.changePassword('lin', again.value, 'mountains stand by the lake')).toEqual({ ok: false, error: { code: 'wrong' } });
    expect(await accounts.reset('nobody' as PersonId)).toEqual({ ok: false, error: { code: 'no-account' } });
  });

  it('after ten failures a login is locked, longer each time; the right password does not help until then', async () => {
    await accounts.addFirst(lin, 'lin', good);
    expect(await wrongly(9)).toEqual({ ok: false, error: { code: 'wrong' } });
    expect(await wrongly(1)).toEqual({ ok: false, error: { code: 'locked', until: start + MINUTE } });
    expect(await accounts.signIn('lin', good)).toEqual({ ok: false, error: { code: 'locked', until: start + MINUTE } });
    expect(await accounts.list()).toMatchObject([{ lockedUntil: start + MINUTE }]);
    now = start + MINUTE;
    expect(await wrongly(1)).toEqual({ ok: false, error: { code: 'locked', until: now + 2 * MINUTE } });
    for (let times = 0; times < 8; times++) {
      now += 2 * HOUR;
      await wrongly(1);
    }
    expect(await accounts.signIn('lin', good)).toEqual({ ok: false, error: { code: 'locked', until: now + HOUR } });
    now += HOUR;
    expect((await accounts.signIn('lin', good)).ok).toBe(true);
    expect(await wrongly(1)).toEqual({ ok: false, error: { code: 'wrong' } });
  });

  it('many attempts at once do not outrun the lock', async () => {
    await accounts.addFirst(lin, 'lin', good);
    const answers = await Promise.all(Array.from({ length: 30 }, () => accounts.signIn('lin', 'no')));
    expect(answers.filter((answer) => !answer.ok && answer.error.code === 'wrong')).toHaveLength(9);
    expect((await accounts.signIn('lin', good)).ok).toBe(false);
  });

  it('a login that nobody has fails and locks like another, and a reset lifts a lock', async () => {
    expect(await wrongly(9, 'nobody')).toEqual({ ok: false, error: { code: 'wrong' } });
    expect(await wrongly(1, 'nobody')).toMatchObject({ error: { code: 'locked' } });
    await accounts.invite(lin, 'lin');
    await wrongly(12);
    const given = await accounts.reset(lin);
    expect(given.ok && (await accounts.signIn('lin', given.value)).ok).toBe(true);
  });

  it('remembers no more failed logins than a thousand', async () => {
    for (let at = 0; at < 1_010; at++) await store.accounts.noteFailedSignIns(`d${at}`, { failures: 1, lockedUntil: 0 }, at);
    expect(await store.accounts.failedSignIns('d0')).toBeNull();
    expect(await store.accounts.failedSignIns('d1009')).not.toBeNull();
  });
});

describe('Passwords', () => {
  it('are checked by scrypt with what costs 128 MiB, salted for each', async () => {
    expect(presentCost).toEqual({ cost: 131_072, blockSize: 8, parallel: 1 });
    const [one, other] = [await makeVerifier(good, presentCost), await makeVerifier(good, cost)];
    expect(one.salt).not.toEqual(other.salt);
    // The parameters that a verifier was made with are its own.
    expect(await isPassword(good, one, cost)).toBe(true);
    expect(await isPassword('no', one, cost)).toBe(false);
    expect(await isPassword(good, null, cost)).toBe(false);
  });

  it.each([
    ['short', 'lin', 'too-short'],
    ['eleven chars'.slice(0, 11), 'lin', 'too-short'],
    ['x'.repeat(100) + 'yzabc'.repeat(30), 'lin', 'too-long'],
    ['Lin.Xia.Lin.Xia', 'lin.xia', 'is-login'],
    ['lin.xia.2026', 'lin.xia.202', 'is-login'],
    ['Password1234', 'lin', 'too-common'],
    ['aaaaaaaaaaaaaaaa', 'lin', 'too-common'],
    ['ababababababab', 'lin', 'too-common'],
    ['rivers run to the sea', 'lin', null],
    ['长江后浪推前浪一浪更比一浪强', 'lin', null],
  ])('%s of %s: %s', (text, name, fault) => {
    expect(passwordFault(text, name)).toBe(fault);
  });

  it('for one use are without signs that look alike, and never the same', () => {
    const made = Array.from({ length: 200 }, oneTimePassword);
    expect(new Set(made).size).toBe(200);
    for (const one of made) expect(one).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}$/);
    expect(made.map((one) => passwordFault(one, 'lin')).filter((fault) => fault !== null)).toEqual([]);
  });
});
