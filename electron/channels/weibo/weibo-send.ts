import { z } from 'zod';
import type { Refused } from '#electron/channels/provider-api.ts';
import { FILES_NOT_TAKEN, NO_SUCH_PLACE, TOO_LONG } from '#electron/channels/provider-call.ts';
import type { SocialAnswer, SocialRequest } from '#electron/channels/social-port.ts';
import { readPlace } from '#electron/channels/weibo/read-weibo-call.ts';
import { limitsOf, messageBaseOf } from '#electron/channels/weibo/weibo-account.ts';
import type { WeiboApi } from '#electron/channels/weibo/weibo-api.ts';
import type { Result } from '#shared/lib/result.ts';

const id = z.union([z.number().transform(String), z.string().min(1)]);
const made = z.object({ id });
/** Its fields stand on no page that could be read: an object without an error counts as accepted, unless it says otherwise itself. [unverified] */
const replied = z.object({ id: id.optional(), result: z.literal(true).optional() });
const comments = z.array(z.object({ id, status: z.object({ id }) }));

const GONE: SocialAnswer = { errcode: NO_SUCH_PLACE, errmsg: 'the comment is not there any more' };

const asAnswer = (sent: Result<{ readonly id?: string | undefined }, Refused>, clientId: string): SocialAnswer =>
  sent.ok ? { errcode: 0, msgId: sent.value.id ?? clientId } : sent.error;

/** A comment is answered below its post, so the post is asked for; then the answer goes out once. */
async function sendBelow(api: WeiboApi, { clientId, text }: SocialRequest, comment: string): Promise<SocialAnswer> {
  const at = readPlace(comment);
  if (at === null) return GONE;
  const { operatorIp: rip, apiBase } = api.account;
  const more: Readonly<Record<string, string>> = { comment: text, ...(rip === undefined ? {} : { rip }) };
  if ('post' in at) return asAnswer(await api.post(apiBase, 'comments/create.json', made, { id: at.post, ...more }), clientId);
  const found = await api.get('comments/show_batch.json', comments, { cids: at.comment });
  if (!found.ok) return found.error;
  const post = found.value.find((one) => one.id === at.comment)?.status.id;
  if (post === undefined) return GONE;
  return asAnswer(await api.post(apiBase, 'comments/reply.json', made, { cid: at.comment, id: post, ...more }), clientId);
}

/** Sends a private message, or an answer that everybody reads below a comment or a post. Files go out by neither. */
export async function sendWeibo(api: WeiboApi, request: SocialRequest): Promise<SocialAnswer> {
  const { clientId, user, place, text, files = [] } = request;
  const most = place.kind === 'private' ? limitsOf(api.account).message : limitsOf(api.account).comment;
  if (files.length > 0) return { errcode: FILES_NOT_TAKEN, errmsg: 'Weibo takes no files here' };
  if ([...text].length > most) return { errcode: TOO_LONG, errmsg: `more than ${most} characters` };
  if (place.kind === 'comment') return sendBelow(api, request, place.comment);
  const sent = await api.post(messageBaseOf(api.account), 'messages/reply.json', replied, { receiver_id: user, type: 'text', data: JSON.stringify({ text }) });
  return asAnswer(sent, clientId);
}
