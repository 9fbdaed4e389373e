import type { WhatsappAccount } from '#electron/channels/whatsapp/whatsapp-account.ts';
import { type CameIn, type GivenOut, jsonOf, ProviderHttp, partsOf } from '#tests/fakes/provider-http.ts';

/** A message that the business sent. */
export interface WhatsappSent {
  readonly wamid: string;
  readonly body: Record<string, unknown>;
}

export interface WhatsappUpload {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const graphError = (status: number, code: number, message: string): GivenOut => ({
  status,
  body: { error: { message, type: 'OAuthException', code, error_data: { messaging_product: 'whatsapp', details: message }, fbtrace_id: 'Az8or2yhqkZfEZ' } },
});

/** Meta's side of WhatsApp: numbers, messages, uploads, files and templates, with the errors of its documentation. */
export class WhatsappServer extends ProviderHttp {
  readonly token = 'EAAJB-test-token';
  readonly phoneNumberId = '106540352242922';
  readonly wabaId = '102290129340398';
  readonly sent: WhatsappSent[] = [];
  readonly uploads = new Map<string, WhatsappUpload>();
  /** Bytes of customers' files by id, and what is said of them. */
  readonly files = new Map<string, { readonly bytes: Uint8Array; readonly url?: string; readonly size?: number }>();
  templates: Record<string, unknown>[] = [];
  readonly pageSize = 2;
  /** Codes that the next messages are refused with, one each. */
  readonly refusals: { readonly status: number; readonly code: number; readonly message?: string }[] = [];

  account(more: Partial<WhatsappAccount> = {}): WhatsappAccount {
    return {
      id: 'wa-1',
      name: 'Wallet WhatsApp',
      phoneNumberId: this.phoneNumberId,
      accessToken: this.token,
      appSecret: 'app-secret-0123456789abcdef',
      verifyToken: 'verify-me',
      apiBase: `${this.url}/v23.0`,
      wabaId: this.wabaId,
      ...more,
    };
  }

  protected override answer(came: CameIn): Promise<GivenOut> | GivenOut {
    if (came.headers.authorization !== `Bearer ${this.token}`) return graphError(401, 190, 'Invalid OAuth access token.');
    if (came.path.startsWith('/lookaside/')) return this.#bytes(came.path.slice('/lookaside/'.length));
    const path = came.path.replace(/^\/v23\.0\//, '');
    if (came.method === 'POST' && path === `${this.phoneNumberId}/messages`) return this.#message(jsonOf(came));
    if (came.method === 'POST' && path === `${this.phoneNumberId}/media`) return this.#upload(came);
    if (came.method === 'GET' && path === `${this.wabaId}/message_templates`) return this.#templates(came.query);
    if (came.method === 'GET' && path === this.phoneNumberId)
      return { body: { display_phone_number: '+1 555-078-3881', verified_name: 'Wallet Care', id: path } };
    if (came.method === 'GET' && this.files.has(path)) return this.#file(path);
    return graphError(400, 100, `Unsupported request: ${path}`);
  }

  #message(body: Record<string, unknown>): GivenOut {
    const refused = this.refusals.shift();
    if (refused) return graphError(refused.status, refused.code, refused.message ?? `refused (${refused.code})`);
    const to = body.to ?? body.recipient;
    if (body.messaging_product !== 'whatsapp' || typeof to !== 'string') return graphError(400, 100, 'Invalid parameter');
    if (body.to !== undefined && !/^\d+$/.test(to)) return graphError(400, 131009, 'Parameter value is not valid');
    const { text } = body as { text?: { body?: string } };
    if (body.type === 'text' && (text?.body ?? '').length > 4096) return graphError(400, 100, 'Param text.body must be at most 4096 characters long.');
    const kind = String(body.type);
    const media = body[kind] as { id?: string } | undefined;
    if (['image', 'video', 'audio', 'document'].includes(kind) && !this.uploads.has(media?.id ?? '')) return graphError(400, 131053, 'Media upload error');
    if (String(body.biz_opaque_callback_data ?? '').length > 512) return graphError(400, 100, 'biz_opaque_callback_data is too long');
    const wamid = `wamid.sent${this.sent.length + 1}`;
    this.sent.push({ wamid, body });
    return { body: { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to }], messages: [{ id: wamid }] } };
  }

  async #upload(came: CameIn): Promise<GivenOut> {
    const form = await partsOf(came);
    const file = form.get('file');
    if (form.get('messaging_product') !== 'whatsapp' || !(file instanceof File)) return graphError(400, 100, 'Invalid parameter');
    const id = `media${this.uploads.size + 1}`;
    this.uploads.set(id, { name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) });
    return { body: { id } };
  }

  #file(id: string): GivenOut {
    const file = this.files.get(id);
    const url = file?.url ?? `${this.url}/lookaside/${id}`;
    return { body: { messaging_product: 'whatsapp', url, mime_type: 'image/jpeg', sha256: 'x', file_size: file?.size ?? file?.bytes.length, id } };
  }

  #bytes(id: string): GivenOut {
    const file = this.files.get(id);
    return file ? { body: file.bytes } : graphError(404, 100, 'gone');
  }

  #templates(query: URLSearchParams): GivenOut {
    const from = Number(query.get('after') ?? 0);
    const to = from + this.pageSize;
    const data = this.templates.slice(from, to);
    // The next address holds the token, as Meta's does.
    const next = to < this.templates.length ? { next: `${this.url}/v23.0/elsewhere?access_token=${this.token}` } : {};
    return { body: { data, paging: { cursors: { before: String(from), after: String(to) }, ...next } } };
  }
}

/** A status as Meta pushes it for a message that was sent. */
export function whatsappStatus({ wamid, body }: WhatsappSent, status: string, errors?: readonly { readonly code: number }[]): Record<string, unknown> {
  const to = String(body.to ?? body.recipient);
  return {
    id: wamid,
    status,
    timestamp: '1750263773',
    recipient_id: to,
    biz_opaque_callback_data: body.biz_opaque_callback_data,
    ...(errors ? { errors: errors.map(({ code }) => ({ code, title: `code ${code}` })) } : {}),
  };
}
