import { AccountActions } from '#electron/desk/account-actions/account-actions.ts';
import { FactsReader } from '#electron/desk/account-actions/action-facts.ts';
import { OpenActions } from '#electron/desk/account-actions/open-actions.ts';
import { TellCustomer } from '#electron/desk/account-actions/tell-customer.ts';
import { WalletAsker } from '#electron/desk/account-actions/wallet-asker.ts';
import type { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Sessions } from '#electron/desk/session/sessions.ts';
import { VerificationDesk } from '#electron/desk/verification/verification-desk.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { Guards } from '#electron/host/guards.ts';
import type { Store } from '#electron/store/port.ts';
import type { Vault, WalletConnection } from '#electron/wallet/port.ts';
import type { ProofSigner } from '#electron/wallet/proof-keys.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { ActionLimits } from '#shared/wallet/action-limits.ts';

interface Parts {
  readonly hub: CaseHub;
  readonly store: Pick<Store, 'cache'>;
  readonly desk: CaseDesk;
  readonly engine: Pick<QueueEngine, 'health' | 'mayActAs'>;
  readonly wallet: WalletConnection;
  readonly vault: Vault;
  /** Signs what people prove to the wallet. */
  readonly signer: ProofSigner;
  /** What the wallet is said to ask for which amounts; the wallet decides. */
  readonly limits: ActionLimits;
  readonly guards: Pick<Guards, 'stepUp' | 'audit'>;
  readonly sessions: Pick<Sessions, 'signedInPeople' | 'person'>;
  readonly host: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

/** What verifies customers and acts on their accounts. */
export interface AccountDesk {
  readonly verification: VerificationDesk;
  readonly accountActions: AccountActions;
  readonly openActions: OpenActions;
  readonly actionFacts: FactsReader;
  readonly asker: WalletAsker;
  readonly teller: TellCustomer;
}

/** Makes it; list, asker and teller are to be started, in this order. */
export function makeAccountDesk(parts: Parts): AccountDesk {
  const { store, engine, wallet, limits, guards, sessions, clock } = parts;
  const common = { ...parts, ...guards, cache: store.cache };
  const system: Actor = { kind: 'system', id: 'wallet' };
  const speaker = (): Actor | null => {
    if (engine.mayActAs(system)) return system;
    const here = sessions.signedInPeople().flatMap((id) => sessions.person(id) ?? []);
    return here.map(({ id, role }): Actor => ({ kind: role, id })).find((actor) => engine.mayActAs(actor)) ?? null;
  };
  const asker = new WalletAsker({ ...common, speaker });
  const actionFacts = new FactsReader({ wallet, limits, clock });
  return {
    verification: new VerificationDesk(parts),
    accountActions: new AccountActions({ ...common, facts: actionFacts, asker }),
    openActions: new OpenActions(common),
    actionFacts,
    asker,
    teller: new TellCustomer(parts),
  };
}
