import type { CaseFeed } from '#electron/channels/port.ts';
import type { Uploads } from '#electron/desk/attachments/port.ts';
import type { CallDesk } from '#electron/desk/calls/call-desk.ts';
import type { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Viewers } from '#electron/desk/cases/viewers.ts';
import type { ConfigurationDesk } from '#electron/desk/configuration/configuration-desk.ts';
import type { Inbox } from '#electron/desk/inbox/inbox.ts';
import type { ClosedCases } from '#electron/desk/replay/closed-cases.ts';
import type { Replay } from '#electron/desk/replay/replay.ts';
import type { Ringer } from '#electron/desk/routing/ringer.ts';
import type { Workload } from '#electron/desk/routing/workload.ts';
import type { Accounts } from '#electron/desk/session/accounts-port.ts';
import type { Door } from '#electron/desk/session/door.ts';
import type { Sessions } from '#electron/desk/session/sessions.ts';
import type { LiveBoard } from '#electron/desk/supervision/live-board.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { Trail } from '#electron/desk/trail/trail.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { EmailDesk } from '#electron/host/email-desk.ts';
import type { Store } from '#electron/store/port.ts';
import type { Vault, WalletConnection } from '#electron/wallet/port.ts';
import type { DemoState, HostInfo, StartupFrame } from '#shared/contract/schemas.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

/** What exists once the host is open: everything behind the contract. */
export interface DeskServices {
  readonly hub: CaseHub;
  readonly desk: CaseDesk;
  readonly calls: CallDesk;
  readonly feed: CaseFeed;
  readonly viewers: Viewers;
  readonly inbox: Inbox;
  readonly sessions: Sessions;
  readonly door: Door;
  readonly accounts: Accounts;
  readonly configurationDesk: ConfigurationDesk;
  readonly workload: Workload;
  readonly ringer: Ringer;
  readonly board: LiveBoard;
  readonly replay: Replay;
  readonly closed: ClosedCases;
  readonly trail: Trail;
  readonly uploads: Uploads;
  readonly email: EmailDesk;
  readonly engine: Pick<QueueEngine, 'health' | 'onHealth'>;
  readonly store: Store;
  readonly wallet: WalletConnection;
  readonly vault: Vault;
  /** What the desk is made of now. */
  readonly configuration: Topic<Configuration>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes a customer's link to their chat page; null where no chat page is served. */
  readonly chatLink: ((customer: CustomerId, name: string) => string) | null;
  readonly demo: DemoControls | null;
}

/** The simulated customers and colleagues of the demo desk. */
export interface DemoControls {
  state(): DemoState;
  /** Fulfilled when it is so: colleagues have signed in or out. */
  set(wish: Pick<DemoState, 'paused' | 'speed' | 'colleagues'>): Promise<DemoState>;
  onChange(listener: (state: DemoState) => void): () => void;
}

/** What a router needs at once, before the desk is open: how far it is, and then the services. */
export interface HostParts {
  info(): HostInfo;
  readonly startup: Topic<StartupFrame>;
  /** Fulfilled when the desk is open; rejected when it cannot be. */
  readonly services: Promise<DeskServices>;
}
