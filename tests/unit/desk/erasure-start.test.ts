import { expect, it } from 'vitest';
import { Erasure } from '#electron/desk/erasure/erasure.ts';

it('a start takes out of the ledger again only what it does not say was taken out', async () => {
  const asked: unknown[] = [];
  const store = {
    cache: { erasedCases: async (left: boolean) => (left ? [] : ['c1', 'c2', 'c3']) },
    ledger: {
      scopesUnder: async (prefix: string) => ['c1', 'c3'].map((id) => `${prefix}${id}`),
      eraseCases: async (ids: unknown) => {
        asked.push(ids);
      },
    },
  };
  const erasure = new Erasure({ hub: { onIngested: () => () => undefined }, store } as unknown as ConstructorParameters<typeof Erasure>[0]);
  await erasure.start();
  expect(asked).toEqual([['c2']]);
  await erasure.stop();
});
