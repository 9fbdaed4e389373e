import { CallBacks } from '#electron/desk/calls/call-backs.ts';
import { CallDesk } from '#electron/desk/calls/call-desk.ts';
import { PhoneDesk } from '#electron/desk/calls/phone-desk.ts';
import { RingingCalls } from '#electron/desk/calls/ringing-calls.ts';
import type { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Workload } from '#electron/desk/routing/workload.ts';
import type { Accounts } from '#electron/desk/session/accounts-port.ts';
import type { Sessions } from '#electron/desk/session/sessions.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Store } from '#electron/store/port.ts';
import type { Vault, WalletConnection } from '#electron/wallet/port.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { GroupId, QueueId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Parts {
  readonly hub: CaseHub;
  readonly log: EventLog;
  readonly store: Store;
  readonly desk: CaseDesk;
  readonly workload: Workload;
  readonly wallet: WalletConnection;
  readonly vault: Vault;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly configuration: Topic<Configuration>;
  readonly groupOf: (queue: QueueId) => GroupId;
  readonly queueOf: (wished: QueueId) => QueueId;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The phone of the desk. */
export interface CallDesks {
  readonly calls: CallDesk;
  /** Where what telephone systems tell is handed in. */
  readonly phone: PhoneDesk;
  readonly ringing: RingingCalls;
  readonly callBacks: CallBacks;
}

/** Makes the parts that have to do with calls; `callBacks` is to be started. */
export function makeCallDesks(parts: Parts): CallDesks {
  const { hub, store, workload } = parts;
  const ringing = new RingingCalls(parts);
  return {
    calls: new CallDesk({ ...parts, ledger: store.ledger }),
    phone: new PhoneDesk({ ...parts, ringing }),
    ringing,
    callBacks: new CallBacks({ hub, cache: store.cache, workload }),
  };
}
