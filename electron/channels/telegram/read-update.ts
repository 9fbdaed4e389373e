import { z } from 'zod';

/** Fields as core.telegram.org/bots/api has them; others are left alone. */
const file = z.object({
  file_id: z.string().regex(/^[\w-]{1,300}$/),
  file_size: z.number().optional(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
});
export type TelegramFile = z.infer<typeof file>;

const anyText = z.string().default('');
const place = z.object({ latitude: z.number(), longitude: z.number() });

const message = z.object({
  message_id: z.number().int(),
  date: z.number().int().positive(),
  edit_date: z.number().int().positive().optional(),
  chat: z.object({ id: z.number().int(), type: z.string() }),
  from: z
    .object({
      id: z.number().int(),
      is_bot: z.boolean().default(false),
      first_name: anyText,
      last_name: anyText,
      username: anyText,
      language_code: z.string().optional(),
    })
    .optional(),
  text: z.string().optional(),
  caption: anyText,
  photo: z.array(file.extend({ width: z.number(), height: z.number() })).optional(),
  voice: file.optional(),
  audio: file.optional(),
  video: file.optional(),
  video_note: file.optional(),
  animation: file.optional(),
  document: file.optional(),
  sticker: file.extend({ emoji: anyText }).optional(),
  location: place.optional(),
  venue: z.object({ title: anyText, address: anyText, location: place }).optional(),
  contact: z.object({ phone_number: anyText, first_name: anyText, last_name: anyText }).optional(),
  poll: z.object({ question: anyText }).optional(),
  dice: z.object({ emoji: anyText, value: z.number() }).optional(),
});
export type TelegramMessage = z.infer<typeof message>;

const numbered = z.object({ update_id: z.number().int().nonnegative() });
const update = numbered.extend({ message: z.unknown().optional(), edited_message: z.unknown().optional() });

export type TelegramUpdate = { readonly id: number } & (
  | { readonly kind: 'message'; readonly message: TelegramMessage; readonly edited: boolean }
  /** Nothing for the desk: a group, a bot, a kind that was not asked for. */
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'bad'; readonly detail: string }
);

/** One update; null where it has no number, and then it cannot be told from others. */
export function readUpdate(raw: unknown): TelegramUpdate | null {
  const known = numbered.safeParse(raw);
  if (!known.success) return null;
  const id = known.data.update_id;
  const { message: fresh, edited_message: changed } = update.parse(raw);
  const inner = fresh ?? changed;
  if (inner === undefined) return { id, kind: 'ignored', why: 'kind' };
  const read = message.safeParse(inner);
  if (!read.success) {
    const places = read.error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'the message');
    return { id, kind: 'bad', detail: `a message cannot be read: ${places.join(', ')}` };
  }
  if (read.data.chat.type !== 'private') return { id, kind: 'ignored', why: 'not private' };
  if (read.data.from?.is_bot) return { id, kind: 'ignored', why: 'bot' };
  return { id, kind: 'message', message: read.data, edited: fresh === undefined };
}
