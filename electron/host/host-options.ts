import type { ChatSettings } from '#electron/channels/chat/chat-settings.ts';
import type { Connections, SocialChannels } from '#electron/host/channels/connections.ts';
import type { EngineConfig, WalletConfig } from '#electron/host/config-file.ts';
import type { HostKeys } from '#electron/host/host-keys.ts';
import type { RunWorker } from '#electron/sqlite/run-worker.ts';
import type { HostInfo } from '#shared/contract/schemas.ts';
import type { ChannelAccount } from '#shared/desk/channel-account.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { CreateLogger } from '#shared/lib/logger.ts';

/** What a host is told: where its desk lies, how it is locked, and the powers of the machine it runs on. */
export interface HostOptions {
  /** The desk's own data folder; null keeps everything in memory. */
  readonly folder: string | null;
  readonly keys: HostKeys;
  readonly demo: boolean;
  /** How many people the wallet of a new demo desk is filled with. */
  readonly demoCustomers: number;
  /** Where the desk's log lies when it is shared with other hosts; null: in the folder. */
  readonly engine: EngineConfig | null;
  /** The operator's wallet; null: the demo's on a demo desk, else none. */
  readonly wallet: WalletConfig | null;
  /** Puts the newest good backup in the place of a damaged ledger or log before they are opened. */
  readonly restore: boolean;
  readonly edition: HostInfo['edition'];
  readonly version: string;
  readonly language: Language | null;
  /** Where the customer's chat page is served from; null serves none. Port 0 takes the one the folder remembers, or any free one. */
  /** What the configuration file says of accounts: served beside the screen's, and of the address the file has the word. */
  readonly accounts?: readonly ChannelAccount[];
  readonly publicUrl?: string | null;
  readonly chat: { readonly staticFolder: string; readonly port: number; readonly settings?: ChatSettings } | null;
  /** What runs the reading of whole files apart from the program, to be ended in the middle of it; a process of Node's unless said. */
  readonly runApart?: RunWorker;
  /** Other providers than the real ones, in tests. */
  readonly connections?: Connections;
  readonly socialChannels?: SocialChannels;
  /** Damage was met at work in a file that nothing can rebuild: in one line, for whoever runs the program. */
  readonly onDamage?: (line: string) => void;
  readonly createLogger: CreateLogger;
  readonly clock: Clock;
  readonly newId: NewId;
}
