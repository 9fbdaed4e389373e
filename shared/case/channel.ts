import { z } from 'zod';

export const channelKind = z.enum(['chat', 'email', 'phone', 'wechat', 'weibo', 'whatsapp', 'telegram']);
export type ChannelKind = z.infer<typeof channelKind>;

/** Who can read a message: its two sides, or everybody. */
export const visibility = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof visibility>;

/** A form of the chat: the one before it, or the one that stands for it while nobody is there. */
export const openingForm = z.enum(['before', 'away']);
export type OpeningForm = z.infer<typeof openingForm>;
