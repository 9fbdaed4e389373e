import { CallBacks } from '#electron/desk/calls/call-backs.ts';
import { CallDesk } from '#electron/desk/calls/call-desk.ts';
import { PassedCalls } from '#electron/desk/calls/passed-calls.ts';
import { PhoneDesk } from '#electron/desk/calls/phone-desk.ts';
import { RingingCalls } from '#electron/desk/calls/ringing-calls.ts';
import type { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Workload } from '#electron/desk/routing/workload.ts';
import type { Accounts } from '#electron/desk/session/accounts-port.ts';
import type { Sessions } from '#electron/desk/session/sessions.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { clearTimer, setTimer } from '#electron/host/timers.ts';
import type { Store } from '#electron/store/port.ts';
import type { Vault, WalletConnection } from '#electron/wallet/port.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { GroupId, NewId, QueueId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface PhoneParts {
  readonly hub: CaseHub;
  readonly log: EventLog;
  readonly desk: CaseDesk;
  readonly workload: Workload;
  readonly vault: Vault;
  readonly sessions: Pick<Sessions, 'person' | 'standing' | 'onChange'>;
  readonly accounts: Pick<Accounts, 'list'>;
  readonly configuration: Topic<Configuration>;
  readonly groupOf: (queue: QueueId) => GroupId;
  readonly queueOf: (wished: QueueId) => QueueId;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

interface Parts extends PhoneParts {
  readonly store: Store;
  readonly wallet: WalletConnection;
}

/** What telephone systems tell, on a host of consoles or on a gateway. */
export interface Phone {
  /** Where what telephone systems tell is handed in. */
  readonly phone: PhoneDesk;
  readonly ringing: RingingCalls;
  /** Passes what rings among the hosts of a desk; to be started. */
  readonly passedCalls: PassedCalls;
}

/** The phone of the desk. */
export interface CallDesks extends Phone {
  readonly calls: CallDesk;
  readonly callBacks: CallBacks;
}

/** Makes what takes calls in and lets them ring, here and on the desk's other hosts. */
export function makePhone(parts: PhoneParts): Phone {
  const ringing = new RingingCalls(parts);
  return {
    phone: new PhoneDesk({ ...parts, ringing }),
    ringing,
    passedCalls: new PassedCalls({ ...parts, ringing, self: parts.newId(), setTimer, clearTimer }),
  };
}

/** Makes the parts that have to do with calls; `callBacks` and `passedCalls` are to be started. */
export function makeCallDesks(parts: Parts): CallDesks {
  const { hub, store, workload } = parts;
  return {
    ...makePhone(parts),
    calls: new CallDesk({ ...parts, ledger: store.ledger }),
    callBacks: new CallBacks({ hub, cache: store.cache, workload }),
  };
}
