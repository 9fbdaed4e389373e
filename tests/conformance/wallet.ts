import { afterAll, beforeAll, describe, it } from 'vitest';
import { checksFor } from '#electron/wallet/conformance/checks-for.ts';
import type { UnderCheck } from '#electron/wallet/conformance/under-check.ts';

export interface WalletUnderTest extends UnderCheck {
  /** Started and filled. */
  readonly dispose: () => Promise<void>;
}

/** Every promise of the `WalletConnection` port, none left out; every implementation passes them, an operator's by `npm run wallet -- check`. */
export function walletConformance(name: string, make: () => Promise<WalletUnderTest>): void {
  describe(`${name} as a WalletConnection`, () => {
    let under: WalletUnderTest;
    beforeAll(async () => {
      under = await make();
    });
    afterAll(() => under.dispose());
    const everything = { acted: {} as UnderCheck['acted'], signer: {} as UnderCheck['signer'], lastCode: async () => null };
    for (const { name: promise, run } of checksFor(everything).run) it(promise, () => run(under));
  });
}
