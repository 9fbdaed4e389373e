import type { AccountConnection, SocialConnection } from '#electron/channels/connection-port.ts';
import type { SocialChannel, SocialParts } from '#electron/channels/social-channel.ts';
import { telegramChannel } from '#electron/channels/telegram/telegram-channel.ts';
import { TelegramConnection } from '#electron/channels/telegram/telegram-connection.ts';
import { wechatChannel } from '#electron/channels/wechat/wechat-channel.ts';
import { WechatConnection } from '#electron/channels/wechat/wechat-connection.ts';
import { weiboChannel } from '#electron/channels/weibo/weibo-channel.ts';
import { WeiboConnection } from '#electron/channels/weibo/weibo-connection.ts';
import { whatsappChannel } from '#electron/channels/whatsapp/whatsapp-channel.ts';
import { WhatsappConnection } from '#electron/channels/whatsapp/whatsapp-connection.ts';
import type { AccountChannel, AccountOf } from '#shared/desk/channel-account.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';

/** The channels whose accounts are at social platforms. */
export type SocialName = Exclude<AccountChannel, 'email' | 'phone'>;
export const socialNames: readonly SocialName[] = ['wechat', 'weibo', 'whatsapp', 'telegram'];

/** What every connection is made with, beside its account. */
export interface ConnectionParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly random: () => number;
}

type With<C extends AccountChannel> = ConnectionParts & { readonly account: AccountOf<C> };

/** How the accounts of each channel are connected; a channel that is not here is not offered. */
export type Connections = { readonly [C in SocialName]?: (parts: With<C>) => SocialConnection } & {
  readonly email?: (parts: With<'email'>) => AccountConnection;
  readonly phone?: (parts: With<'phone'>) => AccountConnection;
};

/** The channels that turn what a platform pushes into messages, with the platform's codes. */
export type SocialChannels = { readonly [C in SocialName]?: (parts: SocialParts) => SocialChannel };

/** The platforms that this program speaks with; mailboxes belong to the desk's mail and telephone systems to its phone, which are handed in. */
export const connections: Connections = {
  wechat: (parts) => new WechatConnection(parts),
  weibo: (parts) => new WeiboConnection(parts),
  whatsapp: (parts) => new WhatsappConnection(parts),
  telegram: (parts) => new TelegramConnection(parts),
};

export const socialChannels: SocialChannels = { wechat: wechatChannel, weibo: weiboChannel, whatsapp: whatsappChannel, telegram: telegramChannel };
