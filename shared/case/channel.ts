import { z } from 'zod';

export const channelKind = z.enum(['chat', 'email', 'phone', 'wechat', 'weibo', 'whatsapp', 'telegram']);
export type ChannelKind = z.infer<typeof channelKind>;
