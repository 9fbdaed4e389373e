import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Proofs } from '#electron/desk/step-up/proofs.ts';
import type { ProofPurpose } from '#shared/desk/step-up.ts';
import type { CaseId, CustomerId, PersonId } from '#shared/lib/ids.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';

const lin = 'agent-lin' as PersonId;

const purposes: fc.Arbitrary<ProofPurpose> = fc.record({
  purpose: fc.constantFrom('break-glass', 'action', 'approval'),
  action: fc.constantFrom('freeze', 'refund', 'close-account'),
  customer: fc.constantFrom(null, 'C100001', 'C100002') as fc.Arbitrary<CustomerId | null>,
  amount: fc.constantFrom(null, { minor: 100, currency: 'CNY' }, { minor: 101, currency: 'CNY' }, { minor: 100, currency: 'USD' }),
  caseId: fc.constantFrom(null, 'case-1', 'case-2') as fc.Arbitrary<CaseId | null>,
  nonce: fc.constantFrom('nonce-number-one-', 'nonce-number-two-'),
});

/** A desk whose clock is moved by hand. */
function desk() {
  const time = { now: 1_790_000_000_000 };
  return { time, proofs: new Proofs(() => time.now) };
}

it('a proof is taken for its own purpose alone, to the last field, and once', () => {
  fc.assert(
    fc.property(purposes, purposes, fc.boolean(), (given, asked, same) => {
      const { time, proofs } = desk();
      const wanted = same ? { ...given } : asked;
      const { proof } = proofs.give('tab', { person: lin, method: 'totp', authAt: time.now, purpose: given });
      const fits = JSON.stringify(given) === JSON.stringify(wanted);
      expect(proofs.redeem(proof, 'tab', lin, wanted)).toMatchObject(
        fits ? { ok: true, value: { person: lin, purpose: given } } : { ok: false, error: { code: 'other' } },
      );
      // Taken or refused, it is gone.
      expect(proofs.redeem(proof, 'tab', lin, given)).toMatchObject({ ok: false, error: { code: 'other' } });
    }),
    { numRuns: 200, seed: 71 },
  );
});

it('nor by another person, from another window, after a minute, after a clock that went back, or long after the person proved themselves', () => {
  fc.assert(
    fc.property(purposes, (purpose) => {
      const { time, proofs } = desk();
      const give = (authAt = time.now) => proofs.give('tab', { person: lin, method: 'totp', authAt, purpose }).proof;
      expect(proofs.redeem(give(), 'tab', 'agent-zhao' as PersonId, purpose).ok).toBe(false);
      expect(proofs.redeem(give(), 'other tab', lin, purpose).ok).toBe(false);
      expect(proofs.redeem('made up', 'tab', lin, purpose).ok).toBe(false);
      expect(proofs.redeem(give(time.now - 5 * MINUTE - 1), 'tab', lin, purpose)).toMatchObject({ ok: false, error: { code: 'expired' } });
      const [late, back, ended, good] = [give(), give(), give(), give()];
      time.now += 60 * SECOND;
      expect(proofs.redeem(good, 'tab', lin, purpose).ok).toBe(true);
      time.now += 1;
      expect(proofs.redeem(late, 'tab', lin, purpose)).toMatchObject({ ok: false, error: { code: 'expired' } });
      time.now -= MINUTE + 10 * SECOND;
      expect(proofs.redeem(back, 'tab', lin, purpose)).toMatchObject({ ok: false, error: { code: 'expired' } });
      proofs.drop('tab');
      expect(proofs.redeem(ended, 'tab', lin, purpose).ok).toBe(false);
    }),
    { numRuns: 30, seed: 72 },
  );
});
