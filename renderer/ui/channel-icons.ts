import { IconBrandTelegram, IconBrandWechat, IconBrandWeibo, IconBrandWhatsapp, IconMail, IconMessageCircle, IconPhone } from '@tabler/icons-react';
import type { ChannelKind } from '#shared/case/channel.ts';

/** Each channel's picture. */
export const channelIcons: Readonly<Record<ChannelKind, typeof IconMail>> = {
  chat: IconMessageCircle,
  email: IconMail,
  phone: IconPhone,
  wechat: IconBrandWechat,
  weibo: IconBrandWeibo,
  whatsapp: IconBrandWhatsapp,
  telegram: IconBrandTelegram,
};
