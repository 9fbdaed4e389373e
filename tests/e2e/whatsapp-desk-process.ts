import { whatsappChannel } from '#electron/channels/whatsapp/whatsapp-channel.ts';
import { WhatsappConnection } from '#electron/channels/whatsapp/whatsapp-connection.ts';
import { SECOND } from '#shared/lib/time.ts';
import { serveDesk } from '#tests/e2e/served-desk.ts';

// The demo desk with the real WhatsApp connection, whose window of free text is over after a moment.
const window = { id: 'whatsapp' as const, windowMs: SECOND, quota: null, maxLength: 4096, attachments: true, undoMs: 0 };
await serveDesk({ connections: { whatsapp: (parts) => new WhatsappConnection(parts) }, socialChannels: { whatsapp: whatsappChannel } }, async (host) => {
  const { configurationDesk } = await host.services;
  const changed = await configurationDesk.change(
    { kind: 'administrator', id: 'administrator-zhou' },
    { how: 'edited', changes: [{ list: 'channelRules', id: 'whatsapp', value: window, basedOn: 0 }] },
  );
  if (!changed.ok) throw new Error(changed.error.code);
});
