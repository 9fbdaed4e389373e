import type { WeiboAccount } from '#electron/channels/weibo/weibo-account.ts';
import { type CameIn, formOf, type GivenOut, ProviderHttp } from '#tests/fakes/provider-http.ts';

const weiboError = (status: number, code: number, error: string, request: string): GivenOut => ({ status, body: { error, error_code: code, request } });

/** Weibo's side: private messages to followers who wrote, comments below posts, names, and pictures, with the errors of its documentation. */
export class WeiboServer extends ProviderHttp {
  readonly token = '2.00-test-token';
  readonly uid = '1902538057';
  readonly messages: { readonly receiver: string; readonly text: string }[] = [];
  readonly comments: { readonly post: string; readonly comment: string | null; readonly text: string; readonly rip: string | null }[] = [];
  /** Whom a private message may go to. */
  readonly open = new Set<string>();
  /** Comments there are, by id, with their posts. */
  readonly standing = new Map<string, string>();
  readonly names = new Map<string, string>();
  readonly pictures = new Map<string, Uint8Array>();
  /** Codes that the next posts are refused with, one each. */
  readonly refusals: { readonly status: number; readonly code: number; readonly error?: string }[] = [];

  account(more: Partial<WeiboAccount> = {}): WeiboAccount {
    return { id: 'wb-1', name: '钱包客服', uid: this.uid, appKey: '1234567890', appSecret: 'xyz123xyz', accessToken: this.token, apiBase: this.url, ...more };
  }

  clear(): void {
    for (const list of [this.came, this.messages, this.comments, this.refusals]) list.length = 0;
    for (const kept of [this.open, this.standing, this.names, this.pictures]) kept.clear();
    this.feeling = 'well';
  }

  protected override answer(came: CameIn): GivenOut {
    const fields = came.method === 'POST' ? formOf(came) : came.query;
    if (fields.get('access_token') !== this.token) return weiboError(400, 21332, 'invalid_access_token', came.path);
    const refused = came.method === 'POST' ? this.refusals.shift() : undefined;
    if (refused) return weiboError(refused.status, refused.code, refused.error ?? `refused (${refused.code})`, came.path);
    switch (`${came.method} ${came.path}`) {
      case 'GET /2/account/get_uid.json':
        return { body: { uid: Number(this.uid) } };
      case 'GET /2/users/show.json':
        return this.#name(fields.get('uid') ?? '', came.path);
      case 'GET /2/comments/show_batch.json':
        return this.#batch(fields.get('cids') ?? '', came.path);
      case 'GET /2/mss/msget':
        return this.#picture(fields.get('fid') ?? '', came.path);
      case 'POST /2/messages/reply.json':
        return this.#message(fields, came.path);
      case 'POST /2/comments/create.json':
      case 'POST /2/comments/reply.json':
        return this.#comment(fields, came.path);
      default:
        return weiboError(404, 10020, 'Request Api not found!', came.path);
    }
  }

  #name(uid: string, path: string): GivenOut {
    const name = this.names.get(uid);
    return name === undefined ? weiboError(400, 20003, 'User does not exists', path) : { body: { id: Number(uid), idstr: uid, screen_name: name } };
  }

  #batch(cids: string, path: string): GivenOut {
    const found = cids.split(',').filter((cid) => this.standing.has(cid));
    if (found.length === 0) return weiboError(400, 20201, 'target weibo comment does not exist!', path);
    // Longer than a double is exact for, and written as a number all the same.
    const text = `[${found.map((cid) => `{"id":${cid},"text":"x","status":{"id":${this.standing.get(cid)},"text":"y"}}`).join(',')}]`;
    return { headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
  }

  #picture(fid: string, path: string): GivenOut {
    const bytes = this.pictures.get(fid);
    return bytes ? { body: bytes } : weiboError(404, 20305, 'direct message does not exist', path);
  }

  #message(fields: URLSearchParams, path: string): GivenOut {
    const receiver = fields.get('receiver_id') ?? '';
    const { text = '' } = JSON.parse(fields.get('data') ?? '{}') as { text?: string };
    if (fields.get('type') !== 'text' || text === '') return weiboError(400, 10017, 'Parameter value invalid', path);
    if ([...text].length > 300) return weiboError(400, 20013, 'Text too long', path);
    if (!this.open.has(receiver)) return weiboError(403, 20301, "Can't send direct message to user who is not your follower", path);
    this.messages.push({ receiver, text });
    return { body: { result: true, sender_id: Number(this.uid), receiver_id: Number(receiver), type: 'text', data: JSON.stringify({ text }) } };
  }

  #comment(fields: URLSearchParams, path: string): GivenOut {
    const [post = '', comment, text = ''] = ['id', 'cid', 'comment'].map((name) => fields.get(name) ?? undefined);
    if ([...text].length > 140) return weiboError(400, 20012, 'Text too long, please input text less than 140 characters!', path);
    if (path.endsWith('reply.json') && this.standing.get(comment ?? '') !== post) return weiboError(400, 20201, 'target weibo comment does not exist!', path);
    this.comments.push({ post, comment: comment ?? null, text, rip: fields.get('rip') });
    return { body: { created_at: 'Wed Jun 01 00:50:25 +0800 2011', id: 12_438_492_184 + this.comments.length, text } };
  }
}
