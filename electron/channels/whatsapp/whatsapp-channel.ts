import { SocialChannel, type SocialParts } from '#electron/channels/social-channel.ts';
import { whatsappReason } from '#electron/channels/whatsapp/whatsapp-reasons.ts';

/** WhatsApp: private messages, within 24 hours of what the customer wrote last; after that by approved templates alone. */
export function whatsappChannel(parts: SocialParts): SocialChannel {
  return new SocialChannel({ channel: 'whatsapp', reasonOf: whatsappReason }, parts);
}
