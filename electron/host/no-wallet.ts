import type { WalletConnection, WalletFault } from '#electron/wallet/port.ts';
import { fail } from '#shared/lib/result.ts';

const missing: WalletFault = { code: 'unavailable', detail: 'no wallet is connected to this desk' };

/** The wallet of a desk that has none connected: every question is answered as unavailable, so that the panels say so. */
export class NoWallet implements WalletConnection {
  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  async findCustomers() {
    return fail(missing);
  }
  async account() {
    return fail(missing);
  }
  async transactions() {
    return fail(missing);
  }
  async findByAmount() {
    return fail(missing);
  }
}
