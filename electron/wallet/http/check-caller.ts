import type { CheckedPeople } from '#electron/wallet/conformance/under-check.ts';
import { type CallOptions, WalletCaller } from '#electron/wallet/http/call-wallet.ts';
import { checkRoutes } from '#electron/wallet/http/routes.ts';
import type { WalletFault } from '#electron/wallet/port.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { ok, type Result } from '#shared/lib/result.ts';
import { SECOND } from '#shared/lib/time.ts';

/** What a test installation of a wallet tells besides: whom it can be checked with, and what came to their phones. */
export class CheckCaller {
  readonly #caller: WalletCaller;

  constructor(options: Pick<CallOptions, 'url' | 'token' | 'logger'>) {
    this.#caller = new WalletCaller({ timeout: 10 * SECOND, tries: 1, patience: 0, random: Math.random, wait: async () => undefined, ...options });
  }

  people(): Promise<Result<CheckedPeople, WalletFault>> {
    return this.#caller.call(checkRoutes.checkedPeople, {}, null);
  }

  async lastCode(customer: CustomerId): Promise<Result<string | null, WalletFault>> {
    const found = await this.#caller.call(checkRoutes.lastCode, { customer }, null);
    return found.ok ? ok(found.value.code) : found;
  }

  /** The newest code, null where there is none to be had. */
  async code(customer: CustomerId): Promise<string | null> {
    const found = await this.lastCode(customer);
    return found.ok ? found.value : null;
  }
}
