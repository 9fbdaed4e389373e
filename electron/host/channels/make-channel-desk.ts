import { createHmac } from 'node:crypto';
import { mailConnection } from '#electron/channels/email/servers/mail-connection.ts';
import { phoneConnection } from '#electron/channels/phone/phone-connection.ts';
import type { PhoneCalls } from '#electron/channels/phone/phone-hook.ts';
import type { CaseFeed, Intake } from '#electron/channels/port.ts';
import type { ChannelFiles } from '#electron/channels/social-channel.ts';
import type { Uploads } from '#electron/desk/attachments/port.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { ChannelDesk } from '#electron/host/channels/channel-desk.ts';
import { connections as all, type Connections, type SocialChannels, socialChannels } from '#electron/host/channels/connections.ts';
import type { EmailDesk } from '#electron/host/email-desk.ts';
import { clearTimer, setTimer } from '#electron/host/timers.ts';
import type { Ledger } from '#electron/store/port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Parts {
  readonly intake: Intake;
  readonly feed: CaseFeed;
  readonly uploads: Uploads;
  readonly log: EventLog;
  readonly email: EmailDesk;
  readonly phone: { readonly calls: PhoneCalls; readonly ledger: Pick<Ledger, 'quarantine'> };
  readonly clock: Clock;
  readonly logger: Logger;
  /** Other providers than the real ones, in tests. */
  readonly connections?: Connections | undefined;
  readonly channels?: SocialChannels | undefined;
}

/** Keeps and reads a channel's files through the desk's own door. */
export function channelFiles(uploads: Uploads): ChannelFiles {
  return {
    keep: async (caseId, name, bytes) => {
      const owner = `channel ${caseId}`;
      const begun = uploads.begin(owner, caseId, name, bytes.length);
      if (!begun.ok) return begun;
      uploads.chunk(owner, begun.value.upload, bytes);
      return uploads.finish(owner, begun.value.upload);
    },
    read: (caseId, blob) => uploads.read(caseId, blob),
  };
}

/** Keeps what a telephone system signed and nobody can read, as base64. */
const asideOf =
  (ledger: Pick<Ledger, 'quarantine'>, account: string, clock: Clock) =>
  (fault: string, raw: Uint8Array): Promise<void> =>
    ledger.quarantine('phone', `${account}: ${fault}`, Buffer.from(raw).toString('base64'), clock());

/** Puts the connections of accounts together with the desk; nothing is connected yet. */
export function makeChannelDesk({ intake, feed, uploads, log, email, phone, clock, logger, connections = all, channels = {} }: Parts): ChannelDesk {
  const pseudonym = async (value: string): Promise<string> => {
    // A key that every machine of the desk gets from its log, and nobody has who only reads the events.
    const key = await log.engine.dataKey({ kind: 'desk', id: 'channel-users' }, true);
    if (key === null) throw new Error('the key of the customers’ names is gone');
    return createHmac('sha256', key).update(value).digest('base64url');
  };
  return new ChannelDesk({
    connections: {
      email: ({ account }) => mailConnection(email, account),
      phone: (parts) => phoneConnection({ ...parts, calls: phone.calls, keepAside: asideOf(phone.ledger, parts.account.id, clock) }),
      ...connections,
    },
    socialChannels: { ...socialChannels, ...channels },
    social: { intake, feed, files: channelFiles(uploads), pseudonym },
    clock,
    logger,
    setTimer,
    clearTimer,
    random: Math.random,
  });
}
