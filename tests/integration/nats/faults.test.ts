import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultField, openFaultField } from '#tests/faults/fault-field.ts';
import { runFault } from '#tests/faults/fault-run.ts';
import { type FaultName, faultNames } from '#tests/faults/faults.ts';
import { whole } from '#tests/whole.ts';

const SEED = 1;
/** In the bench a fault that is one by its length alone lasts ten times as long. */
const LENGTH_MS = 2_000;

describe('Consoles on a cluster of three', () => {
  let field: FaultField;
  beforeAll(async () => {
    field = await openFaultField();
  });
  afterAll(() => field.end());

  /** One of each kind where not everything runs. */
  const some: readonly FaultName[] = ['leader killed', 'all killed', 'console killed between commit and acknowledgement'];

  it.for(faultNames)('lose nothing, double nothing and keep their order through: %s', async (name, { skip }) => {
    skip(!whole && !some.includes(name), 'takes long');
    const { acknowledged, lost, duplicates, orderBroken } = await runFault(field, name, SEED, LENGTH_MS);
    expect(acknowledged).toBeGreaterThan(0);
    expect({ lost, duplicates, orderBroken }).toEqual({ lost: 0, duplicates: 0, orderBroken: 0 });
  });
});
