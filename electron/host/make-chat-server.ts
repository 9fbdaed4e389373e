import { ChatServer } from '#electron/channels/chat/chat-server.ts';
import type { Hooks } from '#electron/channels/chat/hook-routes.ts';
import type { CaseFeed, Intake } from '#electron/channels/port.ts';
import type { Uploads } from '#electron/desk/attachments/port.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Topic } from '#electron/desk/topic.ts';
import { demoPhone } from '#electron/host/demo-phone.ts';
import type { HostOptions } from '#electron/host/host-options.ts';
import type { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Parts {
  readonly intake: Intake;
  readonly feed: CaseFeed;
  readonly uploads: Uploads;
  readonly hub: CaseHub;
  readonly configuration: Topic<Configuration>;
  readonly demoWallet: DemoWallet | null;
  readonly key: Uint8Array;
  readonly language: Language | null;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly hooks: Hooks;
}

/** The server that customers and providers reach, over a desk; to be started and stopped. */
export function makeChatServer(place: NonNullable<HostOptions['chat']>, parts: Parts): ChatServer {
  const { intake, feed, uploads, hub, configuration, demoWallet, key, language, clock, newId, logger, hooks } = parts;
  const phone = demoWallet && demoPhone(demoWallet, hub, clock);
  return new ChatServer({
    parts: {
      intake,
      feed,
      uploads,
      nameOf: (id) => configuration.value.people.find((person) => person.id === id)?.name[language ?? 'en'] ?? null,
      phone,
      clock,
      newId,
      logger,
    },
    staticFolder: place.staticFolder,
    port: place.port,
    secret: key,
    language,
    hooks,
  });
}
