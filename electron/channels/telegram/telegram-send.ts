import { z } from 'zod';
import type { ConnectionStatus } from '#electron/channels/connection-status.ts';
import { FILE_TOO_BIG, NOT_CONNECTED, TOO_LONG } from '#electron/channels/provider-call.ts';
import { sendParts } from '#electron/channels/send-parts.ts';
import type { SocialAnswer, SocialRequest } from '#electron/channels/social-port.ts';
import { accountFault, type BotApi } from '#electron/channels/telegram/bot-api.ts';
import { narrowed } from '#electron/channels/telegram/telegram-reasons.ts';

type SocialFile = NonNullable<SocialRequest['files']>[number];

/** core.telegram.org/bots/api, sendMessage and captions: characters after entities, of which plain text has none. */
const MOST_TEXT = 4_096;
const MOST_CAPTION = 1_024;
const MB = 1024 * 1024;
const MOST_PHOTO = 10 * MB;
const MOST_FILE = 50 * MB;

const sent = z.object({ message_id: z.number().int() });

/** The method and the field for a file; what the platform would change or not play goes as a document, which stays as it is. */
function wayFor({ type, bytes }: SocialFile): readonly [method: string, field: string] {
  if ((type === 'image/jpeg' || type === 'image/png') && bytes.length <= MOST_PHOTO) return ['sendPhoto', 'photo'];
  if (type === 'video/mp4') return ['sendVideo', 'video'];
  if (type === 'audio/ogg') return ['sendVoice', 'voice'];
  if (type === 'audio/mpeg' || type === 'audio/mp4') return ['sendAudio', 'audio'];
  return ['sendDocument', 'document'];
}

function formOf(user: string, file: SocialFile, field: string, caption: string): FormData {
  const form = new FormData();
  form.set('chat_id', user);
  if (caption !== '') form.set('caption', caption);
  form.set(field, new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
  return form;
}

/** Sends a message as plain text, so that nothing in it is read as a mark-up; words below the one file where they fit there. */
export async function sendTelegram(api: BotApi, status: ConnectionStatus, { user, text, files = [] }: SocialRequest): Promise<SocialAnswer> {
  if (text.length > MOST_TEXT) return { errcode: TOO_LONG, errmsg: `more than ${MOST_TEXT} characters` };
  if (files.some(({ bytes }) => bytes.length > MOST_FILE)) return { errcode: FILE_TOO_BIG, errmsg: 'more than 50 MB' };
  const send = async (method: string, parameters: FormData | Readonly<Record<string, unknown>>): Promise<SocialAnswer> => {
    const answered = await api.call(method, sent, parameters);
    if (answered.ok) {
      status.answered();
      return { errcode: 0, msgId: `${user}:${answered.value.message_id}` };
    }
    const fault = answered.error;
    const told = accountFault(fault);
    if (told) status.fail('out', told);
    if (fault.kind === 'unknown') throw new Error(fault.fault.detail);
    if (fault.kind === 'not-sent') return { errcode: NOT_CONNECTED, errmsg: fault.fault.detail };
    return { errcode: narrowed(fault.code, fault.description), errmsg: fault.description };
  };
  const below = files.length === 1 && text.length <= MOST_CAPTION;
  const parts = files.map((file) => () => {
    const [method, field] = wayFor(file);
    return send(method, formOf(user, file, field, below ? text : ''));
  });
  return sendParts(text === '' || below ? parts : [() => send('sendMessage', { chat_id: user, text }), ...parts]);
}
