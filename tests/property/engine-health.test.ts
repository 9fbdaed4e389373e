import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EngineHealth,
  type EngineSignal,
  embeddedHealth,
  engineHealth,
  engineTrouble,
  evolveHealth,
  mayWork,
  startHealth,
  TROUBLE_MS,
} from '#shared/desk/engine-health.ts';

const why = fc.constantFrom('refused', 'timeout', 'no such stream');
const trouble = fc.constantFrom(...engineTrouble.options);
const signal: fc.Arbitrary<EngineSignal> = fc.oneof(
  fc.constant({ type: 'connecting' as const }),
  fc.record({ type: fc.constant('connected' as const), server: fc.constantFrom('a:4222', 'b:4222'), version: fc.constant('2.11.0') }),
  fc.record({ type: fc.constant('disconnected' as const), why }),
  fc.record({
    type: fc.constant('refused' as const),
    state: fc.constantFrom('credentials-refused' as const, 'credentials-expired' as const, 'stream-missing' as const, 'stream-differs' as const),
    why,
  }),
  fc.record({ type: fc.constant('refilling' as const), why }),
  fc.constant({ type: 'refilled' as const }),
  fc.record({ type: fc.constant('trouble' as const), trouble, detail: why }),
  fc.record({ type: fc.constant('over' as const), trouble }),
  fc.record({
    type: fc.constant('looked' as const),
    replicas: fc.constantFrom(null, 1, 3),
    durability: fc.constantFrom('on-disk' as const, 'unknown' as const),
    behind: fc.nat(9),
  }),
);
const steps = fc.array(fc.tuple(signal, fc.nat(90_000)), { maxLength: 40 });

/** Every health that a sequence of signals leads through, each with its moment. */
function through(
  taken: readonly (readonly [EngineSignal, number])[],
): { readonly health: EngineHealth; readonly signal: EngineSignal | null; readonly now: number }[] {
  let now = 1_000;
  let health = startHealth('nats', now);
  const all: { health: EngineHealth; signal: EngineSignal | null; now: number }[] = [{ health, signal: null, now }];
  for (const [next, ms] of taken) {
    now += ms;
    health = evolveHealth(health, next, now);
    all.push({ health, signal: next, now });
  }
  return all;
}

const settings = { numRuns: 400, seed: 20_261_124 };

describe('How a console stands to its engine', () => {
  it('is always whole, and since when it stands so changes with the state alone', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const all = through(taken);
        for (const [index, { health, now }] of all.entries()) {
          expect(engineHealth.safeParse(health).success).toBe(true);
          const before = all[index - 1]?.health;
          if (before) expect(health.since).toBe(before.state === health.state ? before.since : now);
        }
      }),
      settings,
    );
  });

  it('takes work in one state alone, and is in it only while a server is at the other end', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        let connected = false;
        for (const { health, signal: met } of through(taken)) {
          if (met?.type === 'connected' || met?.type === 'refilled') connected = met.type === 'connected' || connected;
          if (met?.type === 'disconnected' || met?.type === 'refused') connected = false;
          if (mayWork(health)) expect(health.state).toBe('connected');
          if (!connected && met?.type !== 'refilled')
            expect(mayWork(health) && met?.type !== 'looked' && met?.type !== 'trouble' && met?.type !== 'over').toBe(false);
        }
      }),
      settings,
    );
  });

  it('keeps a trouble once, counts it, and forgets it after a while, but for keys that prove nothing', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        for (const { health, signal: met, now } of through(taken)) {
          const names = health.troubles.map((one) => one.trouble);
          expect(new Set(names).size).toBe(names.length);
          if (met?.type === 'trouble') expect(health.troubles.at(-1)).toMatchObject({ trouble: met.trouble, at: now, detail: met.detail });
          if (met?.type === 'over') expect(names).not.toContain(met.trouble);
          if (met?.type === 'looked') for (const one of health.troubles) expect(one.trouble === 'unproven' || one.at > now - TROUBLE_MS).toBe(true);
        }
      }),
      settings,
    );
  });

  it('says the last error for whatever ends work, and nothing leaves the stop', () => {
    fc.assert(
      fc.property(steps, steps, (before, after) => {
        for (const { health, signal: met, now } of through(before)) {
          if (met?.type === 'disconnected' || met?.type === 'refused' || met?.type === 'refilling')
            expect(health.lastError).toEqual({ at: now, text: met.why });
        }
        const stopped = evolveHealth(through(before).at(-1)?.health ?? startHealth('nats', 0), { type: 'stopped' }, 9e9);
        for (const [next, ms] of after) expect(evolveHealth(stopped, next, 9e9 + ms)).toBe(stopped);
      }),
      settings,
    );
  });

  it('in this very program is one that always works, and says where its log lies', () => {
    expect(embeddedHealth(5, false)).toMatchObject({ kind: 'embedded', state: 'connected', since: 5, durability: 'on-disk' });
    expect(embeddedHealth(5, true)).toMatchObject({ durability: 'not-yet' });
    expect(mayWork(embeddedHealth(5, false))).toBe(true);
  });
});
