import { describe, expect, it } from 'vitest';
import { accountCard, calendar } from '#electron/wallet/demo/account-card.ts';
import { CUSTOMERS, type DemoCustomer, makeCustomers } from '#electron/wallet/demo/make-customers.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { DAY } from '#shared/lib/time.ts';
import { accountState, kycLevel } from '#shared/wallet/account.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';

const now = Date.parse('2026-11-23T18:30:00+08:00');
const people = makeCustomers(seededRandom(5), now);

describe('The calendar of limits', () => {
  it.each([
    ['2026-11-23T18:30:00+08:00', '2026-01-01', '2026-11-23', '2026-11-24', '2027-01-01'],
    ['2026-11-23T23:59:59+08:00', '2026-01-01', '2026-11-23', '2026-11-24', '2027-01-01'],
    ['2026-11-24T00:00:00+08:00', '2026-01-01', '2026-11-24', '2026-11-25', '2027-01-01'],
    ['2026-12-31T17:00:00Z', '2027-01-01', '2027-01-01', '2027-01-02', '2028-01-01'],
    ['2028-02-29T12:00:00+08:00', '2028-01-01', '2028-02-29', '2028-03-01', '2029-01-01'],
  ])('at %s goes by the days and years of China', (at, year, day, nextDay, nextYear) => {
    const midnight = (date: string) => Date.parse(`${date}T00:00:00+08:00`);
    expect(calendar(Date.parse(at))).toEqual({ year: midnight(year), day: midnight(day), nextDay: midnight(nextDay), nextYear: midnight(nextYear) });
  });
});

describe('An account card', () => {
  const one = (kyc: DemoCustomer['kyc']): DemoCustomer => {
    const found = people.find((customer) => customer.kyc === kyc);
    if (!found) throw new Error(`somebody is ${kyc}`);
    return found;
  };
  const { year, day, nextYear, nextDay } = calendar(now);
  const CNY = (minor: number) => ({ minor, currency: 'CNY' });

  it('has the caps of the class, with what was used since each began', () => {
    const spent = (since: number) => (since === 0 ? 5_000_000 : since === year ? 3_000_000 : since === day ? 40_000 : Number.NaN);
    expect(accountCard(one('none'), now, spent, 0).limits).toEqual([]);
    expect(accountCard(one('class-1'), now, () => 30_000, 0).limits).toEqual([{ kind: 'lifetime', cap: CNY(100_000), used: CNY(30_000) }]);
    const daily = { kind: 'daily', cap: CNY(500_000), used: CNY(40_000), resetsAt: nextDay };
    expect(accountCard(one('class-2'), now, spent, 0).limits).toEqual([
      { kind: 'yearly', cap: CNY(10_000_000), used: CNY(3_000_000), resetsAt: nextYear },
      daily,
    ]);
    expect(accountCard(one('class-3'), now, spent, 0).limits).toEqual([
      { kind: 'yearly', cap: CNY(20_000_000), used: CNY(3_000_000), resetsAt: nextYear },
      daily,
    ]);
  });

  it('never shows more used than there is', () => {
    for (const kyc of kycLevel.options) for (const { cap, used } of accountCard(one(kyc), now, () => 1e12, 0).limits) expect(used).toEqual(cap);
  });

  it('shows nobody’s values', () => {
    for (const customer of people.slice(0, 300)) {
      const shown = JSON.stringify(accountCard(customer, now, () => 0, 0));
      for (const raw of [
        customer.name,
        customer.latin,
        customer.phone,
        customer.email,
        customer.idNumber ?? '?',
        ...customer.cards.map(({ number }) => number),
      ]) {
        expect(shown, raw).not.toContain(`"${raw}"`);
      }
    }
  });
});

describe('Made-up customers', () => {
  it('are two thousand different people, the same for the same seed and moment', () => {
    expect(people).toHaveLength(CUSTOMERS);
    expect(makeCustomers(seededRandom(5), now)).toEqual(people);
    expect(makeCustomers(seededRandom(6), now)).not.toEqual(people);
    expect(new Set(people.map(({ id }) => id)).size).toBe(CUSTOMERS);
    expect(people[0]).toMatchObject({ id: 'C100001', name: '王小明', latin: 'Wang Xiaoming', state: 'active', kyc: 'class-2' });
  });

  it('have numbers of the true form, so that they are found and masked like real ones', () => {
    for (const { phone, email, idNumber, cards } of people.slice(0, 500)) {
      const found = (text: string) => findSensitive(text).map(({ kind, raw }) => [kind, raw]);
      expect(found(phone)).toEqual([['phone', phone]]);
      expect(found(email)).toEqual([['email', email]]);
      if (idNumber !== null) expect(found(idNumber)).toEqual([['id-number', idNumber]]);
      for (const { number } of cards) expect(found(number)).toEqual([['card', number]]);
    }
  });

  it('are in every state and of every class, none from before or after their time', () => {
    expect(new Set(people.map(({ state }) => state))).toEqual(new Set(accountState.options));
    expect(new Set(people.map(({ kyc }) => kyc))).toEqual(new Set(kycLevel.options));
    for (const { registeredAt, devices, cards, kyc, idNumber } of people) {
      expect(registeredAt).toBeLessThan(now - 30 * DAY);
      for (const { firstSeenAt } of devices) expect(firstSeenAt).toBeGreaterThanOrEqual(registeredAt);
      for (const { firstSeenAt, lastSeenAt } of devices) expect(lastSeenAt).toBeGreaterThanOrEqual(firstSeenAt);
      for (const { lastSeenAt } of devices) expect(lastSeenAt).toBeLessThanOrEqual(now);
      if (kyc === 'none') expect([cards, idNumber]).toEqual([[], null]);
    }
  });
});
