import type { Uploads } from '#electron/desk/attachments/port.ts';
import type { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import type { HubFeed } from '#electron/desk/cases/case-feed.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { CaseRecipients } from '#electron/desk/cases/case-recipients.ts';
import type { DeferredCommands } from '#electron/desk/cases/deferred-commands.ts';
import type { Viewers } from '#electron/desk/cases/viewers.ts';
import type { ConfigurationDesk } from '#electron/desk/configuration/configuration-desk.ts';
import type { Drafts } from '#electron/desk/drafts/drafts.ts';
import type { Erasure } from '#electron/desk/erasure/erasure.ts';
import type { Inbox } from '#electron/desk/inbox/inbox.ts';
import type { IncidentDesk } from '#electron/desk/incidents/incident-desk.ts';
import type { UndeliveredMessages } from '#electron/desk/outbound/undelivered.ts';
import type { ClosedCases } from '#electron/desk/replay/closed-cases.ts';
import type { Replay } from '#electron/desk/replay/replay.ts';
import type { Ringer } from '#electron/desk/routing/ringer.ts';
import type { Workload } from '#electron/desk/routing/workload.ts';
import type { Accounts } from '#electron/desk/session/accounts-port.ts';
import type { Door } from '#electron/desk/session/door.ts';
import type { Sessions } from '#electron/desk/session/sessions.ts';
import type { LiveBoard } from '#electron/desk/supervision/live-board.ts';
import type { TemplateBook } from '#electron/desk/templates/template-book.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { AccountDesk } from '#electron/host/account-desk.ts';
import type { ChannelAccounts } from '#electron/host/channels/channel-accounts.ts';
import type { ChatSettingsDesk } from '#electron/host/channels/chat-settings-desk.ts';
import type { EmailDesk } from '#electron/host/email-desk.ts';
import type { Guards } from '#electron/host/guards.ts';
import type { HostKeys } from '#electron/host/host-keys.ts';
import type { CallDesks } from '#electron/host/make-call-desks.ts';
import type { RecoveryDesk } from '#electron/host/recovery-desk.ts';
import type { Store } from '#electron/store/port.ts';
import type { Vault, WalletConnection } from '#electron/wallet/port.ts';
import type { ProofSigner } from '#electron/wallet/proof-keys.ts';
import type { WalletReveal } from '#electron/wallet/reveal-port.ts';
import type { DemoState, HostInfo, StartupFrame } from '#shared/contract/schemas.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { StorageHealth } from '#shared/desk/storage-health.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CustomerId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

/** What exists once the host is open: everything behind the contract. */
export interface DeskServices extends Guards, AccountDesk, CallDesks {
  readonly hub: CaseHub;
  readonly desk: CaseDesk;
  readonly deferred: DeferredCommands;
  readonly drafts: Drafts;
  readonly undelivered: UndeliveredMessages;
  readonly feed: HubFeed;
  readonly viewers: Viewers;
  readonly inbox: Inbox;
  readonly sessions: Sessions;
  readonly door: Door;
  readonly accounts: Accounts;
  readonly configurationDesk: ConfigurationDesk;
  readonly workload: Workload;
  readonly ringer: Ringer;
  readonly board: LiveBoard;
  readonly incidents: IncidentDesk;
  readonly replay: Replay;
  readonly closed: ClosedCases;
  readonly recovery: RecoveryDesk;
  readonly uploads: Uploads;
  readonly recipients: CaseRecipients;
  readonly erasure: Erasure;
  readonly email: EmailDesk;
  readonly channelAccounts: ChannelAccounts;
  readonly chatSettings: ChatSettingsDesk;
  readonly templates: TemplateBook;
  readonly engine: Pick<QueueEngine, 'health' | 'onHealth'>;
  readonly store: Store;
  /** How the databases are; of a desk in memory there are none. */
  readonly storage: Topic<StorageHealth>;
  readonly wallet: WalletConnection;
  /** The wallet's full values; null where the wallet shows none. */
  readonly reveal: WalletReveal | null;
  /** The login of somebody who has a password here, by which they prove themselves before they set up an app; null: they have none. */
  readonly loginOf: (person: PersonId) => Promise<string | null>;
  /** Signs what a person of this desk proves to the wallet; never handed to a page. */
  readonly signer: ProofSigner;
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
  readonly keys: Pick<HostKeys, 'unlock'>;
  /** Fulfilled when the desk is open; rejected when it cannot be. */
  readonly services: Promise<DeskServices>;
}
