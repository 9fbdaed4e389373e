import { type SocialAnswer, type SocialRequest, WECHAT_WINDOW_OVER } from '#electron/channels/social-port.ts';
import type { ApiAnswer, WechatApi } from '#electron/channels/wechat/wechat-api.ts';
import { codeIn, NO_PLACE, NOT_FOLLOWING, TEXT_EMPTY, TEXT_TOO_LONG, UPLOAD_FAILED } from '#electron/channels/wechat/wechat-codes.ts';
import { imageRefusal, uploadImage } from '#electron/channels/wechat/wechat-media.ts';
import { utf8Length } from '#shared/lib/utf8-length.ts';

/** WeChat counts a text in bytes of UTF-8. */
export const MOST_TEXT_BYTES = 2_048;

type Refusal = Extract<SocialAnswer, { readonly errmsg: string }>;
type Content =
  | { readonly msgtype: 'text'; readonly text: { readonly content: string } }
  | { readonly msgtype: 'image'; readonly image: { readonly media_id: string } };

interface Parts {
  readonly api: WechatApi;
  /** Whether the customer is known to follow the account no more. */
  readonly left: (user: string) => boolean;
  /** Told what each request came to. */
  readonly onAnswer: (answer: ApiAnswer) => void;
}

/** As WeChat takes it: its parser refuses text written as \uXXXX, which JSON does to halves of pairs and to controls. */
function sendable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
}

/**
 * Sends a message of the desk (customer-message/send). Answers a code where it surely did not go out; rejects where it
 * may have, in part too: of a text with images each is a message of its own to WeChat.
 */
export async function sendMessage({ api, left, onAnswer }: Parts, { clientId, user, place, text, files = [] }: SocialRequest): Promise<SocialAnswer> {
  if (place.kind !== 'private') return { errcode: NO_PLACE, errmsg: 'WeChat has no comments' };
  const words = sendable(text);
  if (words.trim() === '' && files.length === 0) return { errcode: TEXT_EMPTY, errmsg: 'there is nothing to send' };
  if (utf8Length(words) > MOST_TEXT_BYTES) return { errcode: TEXT_TOO_LONG, errmsg: `the text has more than ${MOST_TEXT_BYTES} bytes` };
  for (const file of files) {
    const refusal = imageRefusal(file);
    if (refusal) return refusal;
  }
  const contents: Content[] = words.trim() === '' ? [] : [{ msgtype: 'text', text: { content: words } }];
  // What is uploaded is seen by nobody: all of it first, so that a refusal comes before anything went out.
  for (const file of files) {
    const uploaded = await uploadImage(api, file);
    onAnswer(uploaded);
    const mediaId = uploaded.kind === 'given' ? uploaded.json?.media_id : undefined;
    if (typeof mediaId !== 'string') return notUploaded(uploaded);
    contents.push({ msgtype: 'image', image: { media_id: mediaId } });
  }
  let msgId = clientId;
  for (const [at, content] of contents.entries()) {
    const post = () => ({ body: JSON.stringify({ touser: user, ...content }), type: 'application/json; charset=utf-8' });
    const answer = await api.call({ path: '/cgi-bin/message/custom/send', post });
    onAnswer(answer);
    if (answer.kind === 'unknown') throw new Error(`send: ${answer.fault.detail}`);
    if (answer.kind === 'refused') {
      if (at > 0) throw new Error(`send: ${at} of ${contents.length} went out, then ${answer.fault.detail}`);
      const { errcode, errmsg } = answer;
      // One code stands for two reasons, and of this customer it is known which.
      return errcode === WECHAT_WINDOW_OVER && left(user) ? { errcode: NOT_FOLLOWING, errmsg } : { errcode, errmsg };
    }
    // Only a plain yes is one: a proxy's page with status 200 says nothing of WeChat.
    if (codeIn(answer.json)?.errcode !== 0) throw new Error('send: the answer is none of WeChat’s');
    const given = answer.json?.msgid;
    if (typeof given === 'string' || typeof given === 'number') msgId = String(given);
  }
  return { errcode: 0, msgId };
}

function notUploaded(answer: ApiAnswer): Refusal {
  if (answer.kind === 'refused') return { errcode: answer.errcode, errmsg: answer.errmsg };
  const detail = answer.kind === 'unknown' ? answer.fault.detail : 'WeChat gave the image no id';
  return { errcode: UPLOAD_FAILED, errmsg: `upload: ${detail}` };
}
