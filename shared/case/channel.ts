import { z } from 'zod';

export const channelKind = z.enum(['chat', 'email', 'phone', 'wechat', 'weibo', 'whatsapp', 'telegram']);
export type ChannelKind = z.infer<typeof channelKind>;

/** Who can read a message: its two sides, or everybody. */
export const visibility = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof visibility>;
