import { z } from 'zod';
import type { WalletConnection } from '#electron/wallet/port.ts';
import type { ProofSigner } from '#electron/wallet/proof-keys.ts';
import { customerId, type NewId, transactionId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';

/** One customer of the wallet under check with their raw values, as the wallet itself knows them: made-up people, never real ones. */
export const knownCustomer = z.object({
  id: customerId,
  /** Another customer may be called the same. */
  names: z.array(z.string().min(1)).min(1),
  phone: z.string(),
  email: z.string(),
  idNumber: z.string(),
  cards: z.array(z.string()),
  /** How many transactions they have; more than 20. */
  transactions: z.number().int().min(21),
});
export type KnownCustomer = z.infer<typeof knownCustomer>;

/** The people a wallet is checked with, and what is told of them beforehand. */
export const checkedPeople = z.object({
  known: z.array(knownCustomer).min(2),
  /** An amount on its way or failed that is told for certain, in minor units, since a moment. */
  open: z.object({ customer: customerId, minor: z.number().int().positive(), since: instant }),
  /** Somebody whom the actions are tried on: active, with two devices or cards and a paid payment that nothing was paid back of. */
  acted: z
    .object({
      customer: customerId,
      device: z.string(),
      payment: z.object({ id: transactionId, minor: z.number().int().min(3), currency: z.string() }),
      /** The right answers to whatever knowledge questions the wallet may ask, by the questions' ids. */
      answers: z.record(z.string(), z.string()),
    })
    .nullable(),
});
export type CheckedPeople = z.infer<typeof checkedPeople>;

/** A started wallet and what the checks need beside it. */
export interface UnderCheck extends CheckedPeople {
  readonly wallet: WalletConnection;
  /** Signs as a desk that the wallet knows; null: actions are not checked. */
  readonly signer: ProofSigner | null;
  /** The newest code that came to the customer's phone; null where nobody can look. */
  readonly lastCode: ((customer: z.infer<typeof customerId>) => Promise<string | null>) | null;
  readonly now: () => number;
  readonly newId: NewId;
}

/** One promise of the `WalletConnection` port; `run` throws what differs. */
export interface WalletCheck {
  readonly name: string;
  readonly run: (under: UnderCheck) => Promise<void>;
}
