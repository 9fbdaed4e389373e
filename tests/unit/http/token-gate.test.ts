import { describe, expect, it } from 'vitest';
import { TokenGate } from '#electron/browser-host/token-gate.ts';
import { MINUTE } from '#shared/lib/time.ts';

/** A gate under a clock that stands until it is moved. */
const gateAt = () => {
  const time = { now: 5_000 };
  return { time, gate: new TokenGate(() => time.now) };
};
const entered = (gate: TokenGate) => {
  const given = gate.enter(gate.token);
  if (typeof given === 'string') throw new Error(given);
  return given;
};
const wrong = (gate: TokenGate, times: number) => Array.from({ length: times }, () => gate.enter('wrong'));

describe('TokenGate', () => {
  it('has secrets of 256 bits, each its own', () => {
    const [{ gate }, { gate: other }] = [gateAt(), gateAt()];
    const { cookie, tab } = entered(gate);
    const secrets = [gate.token, other.token, cookie, tab, entered(gate).tab];
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  it('gives a browser one cookie and each tab a secret of its own', () => {
    const { gate } = gateAt();
    const [first, second] = [entered(gate), entered(gate)];
    expect(second.cookie).toBe(first.cookie);
    expect(gate.admits(first.cookie, first.tab)).toBe(true);
    expect(gate.admits(first.cookie, second.tab)).toBe(true);
  });

  it('admits nobody with half of what is due', () => {
    const { gate } = gateAt();
    const { cookie, tab } = entered(gate);
    const pairs = [
      [null, tab],
      ['', tab],
      [cookie.slice(1), tab],
      [tab, tab],
      [cookie, ''],
      [cookie, cookie],
      [cookie, gate.token],
      [`${cookie} `, tab],
    ] as const;
    expect(pairs.filter(([c, t]) => gate.admits(c, t))).toEqual([]);
  });

  it.each(['', ' ', 'x', 'x'.repeat(43), '\u{1F600}'.repeat(11)])('does not take %j for its token', (token) => {
    expect(gateAt().gate.enter(token)).toBe('wrong');
  });

  it('locks for a minute after ten wrong tokens, whatever comes then', () => {
    const { gate, time } = gateAt();
    expect(wrong(gate, 10)).toEqual(Array(10).fill('wrong'));
    expect([gate.enter('wrong'), gate.enter(gate.token)]).toEqual(['locked', 'locked']);
    time.now += MINUTE - 1;
    expect(gate.enter(gate.token)).toBe('locked');
    time.now += 1;
    expect(gate.enter(gate.token)).toHaveProperty('tab');
  });

  it('counts anew after the minute: ten more tries, then locked again', () => {
    const { gate, time } = gateAt();
    wrong(gate, 10);
    time.now += MINUTE;
    expect(wrong(gate, 11)).toEqual([...Array(10).fill('wrong'), 'locked']);
  });

  it('tries while locked do not make it longer', () => {
    const { gate, time } = gateAt();
    wrong(gate, 50);
    time.now += MINUTE;
    expect(gate.enter(gate.token)).toHaveProperty('tab');
  });

  it('forgets nine wrong tokens when the right one comes', () => {
    const { gate } = gateAt();
    wrong(gate, 9);
    entered(gate);
    expect(wrong(gate, 10)).toEqual(Array(10).fill('wrong'));
  });

  it('keeps admitting whom it let in while it is locked', () => {
    const { gate } = gateAt();
    const { cookie, tab } = entered(gate);
    wrong(gate, 10);
    expect(gate.admits(cookie, tab)).toBe(true);
  });
});
