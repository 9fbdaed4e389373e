import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { erlangA } from '#shared/metrics/erlang-a.ts';
import { type ErlangInput, erlangB, erlangC } from '#shared/metrics/erlang-c.ts';
import { agentsNeeded, rosteredAgents } from '#shared/metrics/staffing.ts';

interface Row {
  readonly line: string;
  readonly input: ErlangInput & { readonly patienceSeconds?: number };
  readonly wanted: ReadonlyMap<string, number>;
}

/** Reads `100/30m aht=180 T=20 N=11 A=10.0000 …`; lines of other shapes are headings. */
function readRow(line: string): readonly Row[] {
  const demand = /^(\d+)\/(\d+)m /.exec(line);
  if (!demand) return [];
  const wanted = new Map([...line.matchAll(/(\w+)=([\d.]+)/g)].map(([, name, value]) => [name ?? '', Number(value)]));
  const patience = wanted.get('patience');
  const input = {
    contacts: Number(demand[1]),
    intervalSeconds: Number(demand[2]) * 60,
    handleSeconds: wanted.get('aht') ?? 0,
    targetSeconds: wanted.get('T') ?? 0,
    agents: wanted.get('N') ?? 0,
    ...(patience === undefined ? {} : { patienceSeconds: patience }),
  };
  return [{ line, input, wanted }];
}

const reference = readFileSync(path.join(import.meta.dirname, '../../fixtures/erlang/reference.txt'), 'utf8')
  .split('\n')
  .flatMap(readRow);
const patient = reference.filter(({ input }) => input.patienceSeconds !== undefined);
const endless = reference.filter(({ input }) => input.patienceSeconds === undefined);

const demand: ErlangInput = { contacts: 100, intervalSeconds: 1_800, handleSeconds: 180, targetSeconds: 20, agents: 14 };

describe('Erlang C', () => {
  test('has all rows to check against', () => {
    expect(endless).toHaveLength(26);
    expect(patient).toHaveLength(14);
  });

  test.each(endless)('$line', ({ input, wanted }) => {
    const found = erlangC(input);
    expect(found?.load).toBeCloseTo(wanted.get('A') ?? -1, 4);
    expect(found?.waitProbability).toBeCloseTo(wanted.get('Pw') ?? -1, 6);
    expect(found?.serviceLevel).toBeCloseTo(wanted.get('SL') ?? -1, 6);
    expect(found?.averageSpeedOfAnswer).toBeCloseTo(wanted.get('ASA') ?? -1, 4);
    expect(found?.occupancy).toBeCloseTo(wanted.get('occ') ?? -1, 6);
  });

  test('without demand nobody waits', () => {
    expect(erlangC({ ...demand, contacts: 0 })).toMatchObject({ load: 0, waitProbability: 0, serviceLevel: 1, averageSpeedOfAnswer: 0, occupancy: 0 });
  });

  test('with no more agents than load the queue has no end', () => {
    for (const agents of [1, 9, 10]) {
      expect(erlangC({ ...demand, agents })).toMatchObject({ waitProbability: 1, serviceLevel: 0, averageSpeedOfAnswer: null, occupancy: 1 });
    }
  });

  test('stays exact with thousands of agents', () => {
    const many = erlangC({ ...demand, contacts: 100_000, agents: 10_050 });
    expect(many?.waitProbability).toBeGreaterThan(0);
    expect(many?.waitProbability).toBeLessThan(1);
    expect(erlangB(10_000, 10_050)).toBeGreaterThan(0);
  });

  test.each([{ agents: 0 }, { agents: 1.5 }, { contacts: -1 }, { contacts: Number.NaN }, { handleSeconds: 0 }, { intervalSeconds: 0 }])('refuses %o', (bad) => {
    expect(erlangC({ ...demand, ...bad })).toBeNull();
    expect(erlangA({ ...demand, patienceSeconds: 300, ...bad })).toBeNull();
  });
});

describe('Erlang A', () => {
  test.each(patient)('$line', ({ input, wanted }) => {
    const found = erlangA({ ...input, patienceSeconds: input.patienceSeconds ?? 0 });
    expect(found?.waitProbability).toBeCloseTo(wanted.get('Pw') ?? -1, 6);
    expect(found?.abandonProbability).toBeCloseTo(wanted.get('Pab') ?? -1, 6);
    expect(found?.serviceLevel).toBeCloseTo(wanted.get('SL') ?? -1, 6);
    expect(found?.averageSpeedOfAnswer).toBeCloseTo(wanted.get('ASA') ?? -1, 4);
    expect(found?.occupancy).toBeCloseTo(wanted.get('occ') ?? -1, 6);
  });

  test('comes to Erlang C when patience has no end', () => {
    const patientForEver = erlangC(demand);
    const long = erlangA({ ...demand, patienceSeconds: 1e9 });
    expect(long?.serviceLevel).toBeCloseTo(patientForEver?.serviceLevel ?? -1, 5);
    expect(long?.averageSpeedOfAnswer).toBeCloseTo(patientForEver?.averageSpeedOfAnswer ?? -1, 3);
  });

  test('without demand nobody waits or leaves', () => {
    expect(erlangA({ ...demand, contacts: 0, patienceSeconds: 60 })).toMatchObject({ serviceLevel: 1, averageSpeedOfAnswer: 0, abandonProbability: 0 });
  });

  test('a target of no time counts those who find somebody free', () => {
    const found = erlangA({ ...demand, targetSeconds: 0, patienceSeconds: 300 });
    expect(found?.serviceLevel).toBeCloseTo(1 - (found?.waitProbability ?? 0), 9);
  });

  test('bears a crowd many times the desk, with a long target', () => {
    const found = erlangA({ ...demand, contacts: 20_000, agents: 500, targetSeconds: 300, patienceSeconds: 300 });
    expect(found?.waitProbability).toBeCloseTo(1, 9);
    expect(found?.abandonProbability).toBeCloseTo(0.75, 3);
    expect(found?.serviceLevel).toBeGreaterThanOrEqual(0);
    expect(found?.serviceLevel).toBeLessThanOrEqual(0.25);
    expect(found?.occupancy).toBeCloseTo(1, 6);
  });
});

describe('staffing', () => {
  test('the fewest agents that reach 80 % within 20 s, and how many to roster for them', () => {
    expect(agentsNeeded({ ...demand, serviceLevel: 0.8, shrinkage: 0.3 })).toMatchObject({ agents: 14, rostered: 20 });
    expect(agentsNeeded({ ...demand, serviceLevel: 0.79 })).toMatchObject({ agents: 13, rostered: 13 });
  });

  test('impatient customers need fewer', () => {
    expect(agentsNeeded({ ...demand, serviceLevel: 0.8, patienceSeconds: 300 })?.agents).toBe(13);
  });

  test('an upper bound of occupancy asks for more', () => {
    expect(agentsNeeded({ ...demand, serviceLevel: 0.8, maxOccupancy: 0.65 })?.agents).toBe(16);
  });

  test('shrinkage does not add a person by rounding', () => {
    expect([rosteredAgents(14, 0.3), rosteredAgents(15, 0.3), rosteredAgents(7, 0)]).toEqual([20, 22, 7]);
  });

  test.each([{ serviceLevel: 1 }, { serviceLevel: -0.1 }, { serviceLevel: 0.8, shrinkage: 1 }, { serviceLevel: 0.8, handleSeconds: 0 }])(
    'refuses %o',
    (bad) => {
      expect(agentsNeeded({ ...demand, ...bad })).toBeNull();
    },
  );
});
