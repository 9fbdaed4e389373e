import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultField, openFaultField } from '#tests/faults/fault-field.ts';
import { runFault } from '#tests/faults/fault-run.ts';
import { faultNames } from '#tests/faults/faults.ts';

const SEED = 1;
/** In the bench a fault that is one by its length alone lasts ten times as long. */
const LENGTH_MS = 2_000;

describe('Consoles on a cluster of three', () => {
  let field: FaultField;
  beforeAll(async () => {
    field = await openFaultField();
  });
  afterAll(() => field.end());

  it.each(faultNames)('lose nothing, double nothing and keep their order through: %s', async (name) => {
    const { acknowledged, lost, duplicates, orderBroken } = await runFault(field, name, SEED, LENGTH_MS);
    expect(acknowledged).toBeGreaterThan(0);
    expect({ lost, duplicates, orderBroken }).toEqual({ lost: 0, duplicates: 0, orderBroken: 0 });
  });
});
