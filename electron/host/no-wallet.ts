import type { WalletConnection, WalletFault } from '#electron/wallet/port.ts';
import { fail } from '#shared/lib/result.ts';

const missing: WalletFault = { code: 'unavailable', detail: 'no wallet is connected to this desk' };
const answer = async () => fail(missing);

/** The wallet of a desk that has none connected: every question is answered as unavailable, so that the panels say so. */
export class NoWallet implements WalletConnection {
  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  readonly findCustomers = answer;
  readonly account = answer;
  readonly transactions = answer;
  readonly findByAmount = answer;
  readonly securityEvents = answer;
  readonly promotions = answer;
  readonly verification = answer;
  readonly beginCode = answer;
  readonly checkCode = answer;
  readonly beginKnowledge = answer;
  readonly answerKnowledge = answer;
  readonly act = answer;
  readonly actionStatus = answer;
}
