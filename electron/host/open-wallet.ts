import type { WalletConfig } from '#electron/host/config-file.ts';
import { NoWallet } from '#electron/host/no-wallet.ts';
import { textIn } from '#electron/host/read-text.ts';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { HttpWallet } from '#electron/wallet/http/http-wallet.ts';
import type { WalletConnection } from '#electron/wallet/port.ts';
import { derivedSigner, type ProofSigner, pemSigner } from '#electron/wallet/proof-keys.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { type ActionLimits, defaultActionLimits } from '#shared/wallet/action-limits.ts';

interface Parts {
  /** Null: no wallet elsewhere. */
  readonly config: WalletConfig | null;
  readonly demo: boolean;
  /** How many people a demo wallet is filled with. */
  readonly demoCustomers: number;
  readonly place: { readonly file: string } | { readonly memory: true };
  readonly key: Uint8Array;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What this host cannot start with: one line that names place and fault. */
export class WalletConfigFault extends Error {
  override readonly name = 'WalletConfigFault';
}

/** A desk's wallet, not started. */
export interface OpenedWallet {
  readonly wallet: WalletConnection;
  /** The made-up people of a demo desk, whose wallet it is unless another is named. */
  readonly demoWallet: DemoWallet | null;
  /** Signs what the people of this desk prove to the wallet. */
  readonly signer: ProofSigner;
  /** What the screen goes by when it says what an amount takes. */
  readonly limits: ActionLimits;
}

/** The wallet that the configuration names, else the demo's, else none. Throws a WalletConfigFault. */
export function openWallet({ config, demo, demoCustomers, place, key, clock, logger }: Parts): OpenedWallet {
  const signer = config?.proofKeyFile === undefined ? derivedSigner(key) : signerIn(config.proofKeyFile);
  const demoWallet = demo ? new DemoWallet({ ...place, key, deskKeys: [signer.publicKey], customers: demoCustomers, clock, logger }) : null;
  const wallet = config === null ? (demoWallet ?? new NoWallet()) : new HttpWallet({ url: config.url, token: wordIn(config.tokenFile), logger });
  return { wallet, demoWallet, signer, limits: config?.limits ?? defaultActionLimits };
}

function signerIn(file: string): ProofSigner {
  const pem = wordIn(file);
  try {
    return pemSigner(pem);
  } catch {
    throw new WalletConfigFault(`${file}: is no Ed25519 private key in PEM`);
  }
}

function wordIn(file: string): string {
  const read = textIn(file);
  if (!read.ok) throw new WalletConfigFault(read.error);
  return read.value;
}
