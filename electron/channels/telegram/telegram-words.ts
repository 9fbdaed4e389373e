import { endingFor, strangersFileName } from '#electron/channels/strangers-text.ts';
import type { TelegramFile, TelegramMessage } from '#electron/channels/telegram/read-update.ts';

export interface FileRef {
  readonly kind: 'image' | 'voice' | 'video' | 'file';
  readonly id: string;
  readonly size: number;
  readonly name: string;
}

export interface Said {
  readonly text: string;
  readonly file: FileRef | null;
}

/** `type` stands in for the one that Telegram leaves out where it is always the same. */
function fileOf(kind: FileRef['kind'], { file_id: id, file_size: size = 0, file_name: name, mime_type }: TelegramFile, type: string): FileRef {
  const made = `telegram-${kind}-${id.slice(-8)}.${endingFor(mime_type ?? type)}`;
  return { kind, id, size, name: strangersFileName(name, made) };
}

const lines = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');
const spot = ({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }): string => `📍 ${latitude}, ${longitude}`;

function fileIn(message: TelegramMessage): FileRef | null {
  const { photo = [], voice, audio, video, video_note: note, animation, document } = message;
  const [first, ...others] = photo;
  // The same picture in several sizes.
  if (first)
    return fileOf(
      'image',
      others.reduce((best, one) => (one.width * one.height > best.width * best.height ? one : best), first),
      'image/jpeg',
    );
  if (voice) return fileOf('voice', voice, 'audio/ogg');
  if (audio) return fileOf('voice', audio, 'audio/mpeg');
  if (video) return fileOf('video', video, 'video/mp4');
  if (note) return fileOf('video', note, 'video/mp4');
  // Comes with the same file as a document, for older programs.
  if (animation) return fileOf('video', animation, 'video/mp4');
  return document ? fileOf('file', document, '') : null;
}

/** A message as an agent reads it; what has no words is shown by a sign that needs no language. Null: nothing that anybody said. */
export function telegramWords(message: TelegramMessage): Said | null {
  const { text, caption, sticker, venue, location, contact, poll, dice } = message;
  const only = (said: string): Said => ({ text: said, file: null });
  if (text !== undefined) return only(text);
  const file = fileIn(message);
  if (file) return { text: caption, file };
  if (sticker) return { text: sticker.emoji, file: fileOf('image', sticker, 'image/webp') };
  if (venue) return only(lines(spot(venue.location), venue.title, venue.address));
  if (location) return only(spot(location));
  if (contact) return only(lines(`👤 ${contact.first_name} ${contact.last_name}`.trim(), contact.phone_number));
  if (poll) return only(`📊 ${poll.question}`);
  if (dice) return only(`${dice.emoji} ${dice.value}`);
  return null;
}
