import { z } from 'zod';
import type { ProviderCaller } from '#electron/channels/provider-call.ts';
import type { SocialMedia } from '#electron/channels/social-port.ts';
import { mayHaveToken } from '#electron/channels/whatsapp/whatsapp-account.ts';
import type { WhatsappApi } from '#electron/channels/whatsapp/whatsapp-api.ts';
import type { MediaRef } from '#electron/channels/whatsapp/whatsapp-words.ts';
import { MAX_ATTACHMENT_BYTES } from '#shared/case/attachment.ts';

const found = z.object({ url: z.string(), file_size: z.coerce.number().optional() });

/** A file at WhatsApp: its id gives an address for five minutes, and that gives the bytes to whoever shows the token. */
export function whatsappMedia(api: WhatsappApi, caller: ProviderCaller, { kind, id, name }: MediaRef): SocialMedia {
  return {
    kind,
    name,
    async fetch() {
      const { account } = api;
      const query = new URLSearchParams({ phone_number_id: account.phoneNumberId });
      const answered = await api.call(`${encodeURIComponent(id)}?${query}`, found);
      if (!answered.ok) throw new Error(`WhatsApp gives the file no more (${answered.error.errcode})`);
      const { url, file_size: size = 0 } = answered.value;
      if (size > MAX_ATTACHMENT_BYTES) throw new Error('the file is larger than the desk takes');
      if (!URL.canParse(url)) throw new Error('WhatsApp gave no address for the file');
      return caller.file(url, { headers: api.headers, allowed: (at) => mayHaveToken(account, at) });
    },
  };
}
