import type { SocialMedia } from '#electron/channels/social-port.ts';
import { digestOf, type Fields } from '#electron/channels/wechat/read-fields.ts';
import { eventMeaning } from '#electron/channels/wechat/wechat-events.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';

/** A file that WeChat holds for three days under this id. */
export interface MediaRef {
  readonly kind: SocialMedia['kind'];
  readonly name: string;
  readonly mediaId: string;
}

interface Common {
  /** The same for a repeat, and for nothing else of this account. */
  readonly id: string;
  readonly user: string;
  readonly at: Instant;
}

export type WechatMessage =
  | (Common & { readonly kind: 'message'; readonly text: string; readonly media: readonly MediaRef[] })
  | (Common & { readonly kind: 'following'; readonly following: boolean })
  /** `known`: it is in the table of events. */
  | (Common & { readonly kind: 'nothing'; readonly known: boolean });

/** WeChat's have 28 letters. With the time and a digest after it, it stays within what the desk keeps as an id. */
const OPEN_ID = /^[\w-]{1,64}$/;
const DIGITS = /^\d{1,11}$/;
const MSG_ID = /^[\w-]{1,128}$/;
const VOICE_FORMAT = /^[a-z0-9]{1,8}$/;

interface Kind {
  readonly words: (fields: Fields) => string;
  readonly media?: { readonly kind: MediaRef['kind']; readonly ending: (fields: Fields) => string };
}

/** Words of a list, without those that are missing, of which an empty one says as little. */
const joined = (...words: readonly (string | undefined)[]) => words.filter((word) => word !== undefined && word.trim() !== '').join(' ');

const voiceEnding = (fields: Fields) => {
  const format = (fields.get('Format') ?? '').toLowerCase();
  return VOICE_FORMAT.test(format) ? format : 'amr';
};

/** What a customer can send (接收普通消息; 小程序 接收消息和事件), in the words the desk shows. */
const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['text', { words: (fields) => fields.get('Content') ?? '' }],
  ['image', { words: () => '[图片]', media: { kind: 'image', ending: () => 'jpg' } }],
  ['voice', { words: (fields) => joined('[语音]', fields.get('Recognition')), media: { kind: 'voice', ending: voiceEnding } }],
  ['video', { words: () => '[视频]', media: { kind: 'video', ending: () => 'mp4' } }],
  ['shortvideo', { words: () => '[小视频]', media: { kind: 'video', ending: () => 'mp4' } }],
  ['location', { words: (fields) => joined('[位置]', fields.get('Label'), `(${fields.get('Location_X') ?? '?'}, ${fields.get('Location_Y') ?? '?'})`) }],
  ['link', { words: (fields) => joined('[链接]', fields.get('Title'), fields.get('Url')) }],
  ['miniprogrampage', { words: (fields) => joined('[小程序卡片]', fields.get('Title'), fields.get('PagePath')) }],
  ['file', { words: (fields) => joined('[文件]', fields.get('Title')) }],
]);

/** Reads what an authentic call says; a fault is told in words without any of its values. */
export function readMessage(fields: Fields): Result<WechatMessage, string> {
  const user = fields.get('FromUserName') ?? '';
  const created = fields.get('CreateTime') ?? '';
  const type = fields.get('MsgType') ?? '';
  if (!OPEN_ID.test(user)) return fail('FromUserName is missing or of another form');
  if (!DIGITS.test(created)) return fail('CreateTime is missing or not a number');
  if (type === '') return fail('MsgType is missing');
  const at = Number(created) * SECOND;
  if (type === 'event') {
    const event = fields.get('Event') ?? '';
    const id = `${user}:${created}:${digestOf(new Map([['Event', `${event} ${fields.get('EventKey') ?? ''}`]]))}`;
    const meaning = eventMeaning(event);
    if (meaning?.kind === 'message') return ok({ kind: 'message', id, user, at, text: tidied(meaning.words(fields)), media: [] });
    if (meaning?.kind === 'following') return ok({ kind: 'following', id, user, at, following: meaning.following });
    return ok({ kind: 'nothing', id, user, at, known: meaning !== null });
  }
  const given = fields.get('MsgId') ?? fields.get('MsgID') ?? '';
  // Some kinds have been seen without an id: what they say stands for it, so that nothing a customer sent is lost.
  const id = MSG_ID.test(given) ? given : `${user}:${created}:${digestOf(fields)}`;
  const kind = kinds.get(type);
  // A kind that this version does not know was sent by somebody who waits all the same.
  if (!kind) return ok({ kind: 'message', id, user, at, text: tidied('[暂不支持的消息类型]'), media: [] });
  const mediaId = fields.get('MediaId') ?? '';
  const media = kind.media && mediaId !== '' ? [{ kind: kind.media.kind, name: `${type}-${created}.${kind.media.ending(fields)}`, mediaId }] : [];
  return ok({ kind: 'message', id, user, at, text: tidied(kind.words(fields)), media });
}

/** As text can be kept and shown: no half of a pair, no control but line breaks and tabs; never empty. */
function tidied(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
  const clean = text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
  return clean.trim() === '' ? '[空白消息]' : clean;
}
