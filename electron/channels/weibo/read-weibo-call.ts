import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readJson } from '#electron/channels/provider-call.ts';

/** Ids are numbers there, and too long for a double some day; `readJson` leaves those as text. */
const id = z.union([z.number().int().positive().transform(String), z.string().regex(/^\d{1,20}$/)]);

/**
 * Fields of open.weibo.com (Receive_General_Message, 2/messages/receive, Receive_Event_Push). A pushed type `comment` is
 * not in those pages: it is read like a mention in a comment, with the post where it is told. [unverified]
 */
const push = z.object({
  id: z.union([z.number().transform(String), z.string().max(64)]).optional(),
  type: z.string().max(50),
  receiver_id: id,
  sender_id: id,
  created_at: z.string().max(60),
  text: z.string().default(''),
  // Described as a string and shown as an object.
  data: z.preprocess((data) => (typeof data === 'string' ? readJson(data) : data), z.record(z.string(), z.unknown())).catch({}),
});

const position = z.object({ longitude: z.coerce.number(), latitude: z.coerce.number() });

export type WeiboContent =
  | { readonly place: 'private'; readonly text: string; readonly file: { readonly kind: 'image' | 'voice'; readonly fid: string } | null }
  | { readonly place: 'comment'; readonly text: string; readonly comment: string };

export type WeiboCall =
  | { readonly kind: 'message'; readonly msgId: string; readonly user: string; readonly at: number; readonly content: WeiboContent }
  /** An event, such as a follower more. */
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'bad'; readonly detail: string };

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATE = /^\w{3} (\w{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2}) (\d{4})$/;

/** Weibo's way to write a moment, `Mon Jul 16 18:09:20 +0800 2012`; null for any other. */
export function readWeiboDate(text: string): number | null {
  const found = DATE.exec(text);
  const month = MONTHS.indexOf(found?.[1] ?? '');
  if (!found || month < 0) return null;
  const [day = 0, hour = 0, minute = 0, second = 0] = found.slice(2, 6).map(Number);
  const offset = (Number(found[7]) * 60 + Number(found[8])) * (found[6] === '-' ? -1 : 1);
  return Date.UTC(Number(found[9]), month, day, hour, minute - offset, second);
}

/** A post's own place among comments: there is none yet to answer. */
const POST = 'post.';
export const placeOfPost = (post: string): string => `${POST}${post}`;
export const readPlace = (comment: string): { readonly post: string } | { readonly comment: string } | null => {
  if (/^\d{1,20}$/.test(comment)) return { comment };
  const post = comment.startsWith(POST) ? comment.slice(POST.length) : '';
  return /^\d{1,20}$/.test(post) ? { post } : null;
};

type Data = Readonly<Record<string, unknown>>;

function publicPlace(type: string, data: Data): string | null {
  const key = id.safeParse(data.key ?? data.comment_id);
  if (!key.success) return null;
  return type === 'mention' && data.subtype === 'status' ? placeOfPost(key.data) : key.data;
}

function contentOf(type: string, text: string, data: Data): WeiboContent | null {
  switch (type) {
    case 'mention':
    case 'comment': {
      const comment = publicPlace(type, data);
      return comment === null ? null : { place: 'comment', text, comment };
    }
    case 'image':
    case 'voice': {
      // The one that the receiver reads by.
      const fid = id.safeParse(data.tovfid);
      return { place: 'private', text, file: fid.success ? { kind: type, fid: fid.data } : null };
    }
    case 'position': {
      const spot = position.safeParse(data);
      return { place: 'private', text: spot.success ? `📍 ${spot.data.latitude}, ${spot.data.longitude}\n${text}`.trim() : text, file: null };
    }
    default:
      return { place: 'private', text, file: null };
  }
}

/**
 * One pushed message. Weibo gives most of them no id: sender and moment are what it says to tell them apart by, and the
 * content is taken with them, for two within one second.
 */
export function readWeiboCall(body: Uint8Array, uid: string): WeiboCall {
  const read = push.safeParse(readJson(Buffer.from(body).toString('utf8')));
  if (!read.success) {
    const places = read.error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'the call');
    return { kind: 'bad', detail: `a message cannot be read: ${places.join(', ')}` };
  }
  const { type, receiver_id: receiver, sender_id: user, created_at: created, text, data } = read.data;
  if (receiver !== uid) return { kind: 'bad', detail: 'a message is for another account than this one' };
  if (type === 'event') return { kind: 'ignored', why: typeof data.subtype === 'string' ? data.subtype.slice(0, 50) : type };
  // What the account itself writes comes back as a mention of it.
  if (user === uid) return { kind: 'ignored', why: 'our own' };
  const at = readWeiboDate(created);
  const content = contentOf(type, text, data);
  if (at === null || content === null) return { kind: 'bad', detail: `a message of type ${type} cannot be read: ${at === null ? 'created_at' : 'data'}` };
  if (content.text.trim() === '' && (content.place === 'comment' || content.file === null)) return { kind: 'ignored', why: `${type} without words` };
  const told = [receiver, user, read.data.id ?? '', created, type, text, JSON.stringify(content)];
  return { kind: 'message', msgId: createHash('sha256').update(told.join('\n')).digest('hex'), user, at, content };
}
