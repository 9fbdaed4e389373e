import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountBand, bandOf, defaultActionLimits } from '#shared/wallet/action-limits.ts';
import { type ActionInput, actionName, refusalReason } from '#shared/wallet/actions.ts';
import { actingRole, agentProof, caseStanding, mayApprove, type Preview, type ProofCell, preview, proofNeeded } from '#shared/wallet/proof-table.ts';
import { customerLevel } from '#shared/wallet/verification.ts';

const cell = fc.record<ProofCell>({
  action: fc.constantFrom(...actionName.options),
  role: fc.constantFrom(...actingRole.options),
  level: fc.constantFrom(...customerLevel.options),
  proof: fc.constantFrom(...agentProof.options),
  band: fc.constantFrom(null, ...amountBand.options),
  caseStanding: fc.constantFrom(...caseStanding.options),
  second: fc.boolean(),
  freshContact: fc.boolean(),
  frozenByLaw: fc.boolean(),
});

/** How near a verdict is to being done: never, so many things missing, now. */
const nearness = (said: Preview): number => (said.verdict === 'allowed' ? 0 : said.verdict === 'needs' ? -said.needs.length : Number.NEGATIVE_INFINITY);

function holdsFor(law: (one: ProofCell) => void): void {
  fc.assert(
    fc.property(cell, (one) => {
      law(one);
    }),
    { numRuns: 2_000, seed: 20_261_129 },
  );
}

describe('The proof table', () => {
  it('never lets a trainer, nor anybody without a case of theirs', () => {
    holdsFor((one) => {
      expect(preview({ ...one, role: 'trainer' })).toEqual({ verdict: 'refused', reason: 'role-not-allowed' });
      if (one.role !== 'trainer')
        for (const standing of ['none', 'closed', 'waiting'] as const) expect(preview({ ...one, caseStanding: standing }).verdict).toBe('refused');
    });
  });

  it('never lets nobody: without any proof nothing is done', () => {
    holdsFor((one) => expect(preview({ ...one, proof: 'none' }).verdict).not.toBe('allowed'));
  });

  it('never refuses with more what it lets with less: of the customer, of the agent, of a second person, of the case, of the role', () => {
    const more: readonly ((one: ProofCell) => ProofCell)[] = [
      (one) => ({ ...one, level: 'strong' }),
      (one) => ({ ...one, level: one.level === 'none' ? 'basic' : one.level }),
      (one) => ({ ...one, proof: 'step-up' }),
      (one) => ({ ...one, proof: one.proof === 'none' ? 'session' : one.proof }),
      (one) => ({ ...one, second: true }),
      (one) => ({ ...one, caseStanding: 'mine' }),
      (one) => ({ ...one, role: one.role === 'agent' ? 'supervisor' : one.role }),
      (one) => ({ ...one, freshContact: false }),
      (one) => ({ ...one, frozenByLaw: false }),
    ];
    holdsFor((one) => {
      for (const raised of more) expect(nearness(preview(raised(one)))).toBeGreaterThanOrEqual(nearness(preview(one)));
    });
  });

  it('never asks less for more money', () => {
    const bands = amountBand.options;
    holdsFor((one) => {
      const at = bands.map((band) => nearness(preview({ ...one, band })));
      for (const [index, next] of at.slice(1).entries()) expect(next).toBeLessThanOrEqual(at[index] ?? 0);
    });
  });

  it('lets with all that it says is needed, whatever that is', () => {
    holdsFor((one) => {
      const said = preview(one);
      if (said.verdict !== 'needs') return;
      const { level, proof, second } = proofNeeded(one);
      expect(preview({ ...one, level, proof, second: one.second || second })).toEqual({ verdict: 'allowed' });
      expect(new Set(said.needs.map(({ reason }) => reason)).size).toBe(said.needs.length);
    });
  });

  it('never unfreezes what an authority froze, and always has a colleague look at an unfreeze or a new phone', () => {
    holdsFor((one) => {
      expect(preview({ ...one, action: 'unfreeze', frozenByLaw: true }).verdict).toBe('refused');
      for (const action of ['unfreeze', 'change-phone'] as const) expect(preview({ ...one, action, second: false }).verdict).not.toBe('allowed');
      expect(preview({ ...one, action: 'send-reset-link', freshContact: true, second: false }).verdict).not.toBe('allowed');
      if (one.band === 'large' || one.band === 'excess')
        for (const action of ['refund', 'reverse-payment', 'credit-coupon', 'raise-limit'] as const)
          expect(preview({ ...one, action, second: false }).verdict).not.toBe('allowed');
    });
  });

  it('refuses by stable words alone', () => {
    holdsFor((one) => {
      const said = preview(one);
      if (said.verdict === 'refused') expect(refusalReason.options).toContain(said.reason);
      if (said.verdict === 'needs') for (const { reason } of said.needs) expect(refusalReason.options).toContain(reason);
    });
    expect(actingRole.options.filter(mayApprove)).toEqual(['supervisor', 'administrator']);
  });

  it('names every action that there is', () => {
    const named: Readonly<Record<ActionInput['action'], true>> = Object.fromEntries(actionName.options.map((action) => [action, true])) as Record<
      ActionInput['action'],
      true
    >;
    expect(Object.keys(named)).toHaveLength(13);
  });
});

describe('The bands of amounts', () => {
  it.each([
    [1, 'small'],
    [100_000, 'small'],
    [100_001, 'medium'],
    [500_000, 'medium'],
    [500_001, 'large'],
    [5_000_000, 'large'],
    [5_000_001, 'excess'],
    [-5_000_001, 'excess'],
  ] as const)('put %i fen as %s', (minor, band) => {
    expect(bandOf({ minor, currency: 'CNY' }, defaultActionLimits)).toBe(band);
  });

  it('has a second person look at every amount of a currency that nobody set limits for', () => {
    for (const currency of ['USDT', 'KWD', 'toString']) expect(bandOf({ minor: 1, currency }, defaultActionLimits)).toBe('large');
  });
});
