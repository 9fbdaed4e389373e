import type { TelegramAccount } from '#electron/channels/telegram/telegram-account.ts';
import { type CameIn, type GivenOut, jsonOf, ProviderHttp, partsOf } from '#tests/fakes/provider-http.ts';

export interface TelegramSent {
  readonly method: string;
  readonly chat: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly file: { readonly name: string; readonly type: string; readonly text: string } | null;
}

const refused = (code: number, description: string, parameters?: Readonly<Record<string, unknown>>): GivenOut => ({
  status: code,
  body: { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) },
});
const done = (result: unknown): GivenOut => ({ body: { ok: true, result } });

/** Telegram's side of a bot: one asker at a time gets what was not confirmed, held back until there is something. */
export class TelegramServer extends ProviderHttp {
  readonly token = '5550001:AAF-secret_part-of-the-token';
  readonly sent: TelegramSent[] = [];
  readonly blockedBy = new Set<string>();
  readonly files = new Map<string, { readonly path: string; readonly bytes: Uint8Array }>();
  /** Answers to the next calls of these methods, one each. */
  readonly next: { readonly method: string; readonly answer: GivenOut }[] = [];
  #updates: Record<string, unknown>[] = [];
  #lastId = 900;
  #asker: ((answer: GivenOut) => void) | null = null;

  account(more: Partial<TelegramAccount> = {}): TelegramAccount {
    return { id: 'tg-1', name: 'Wallet bot', botToken: this.token, apiBase: this.url, ...more };
  }

  /** How many updates nobody confirmed. */
  get unconfirmed(): number {
    return this.#updates.length;
  }

  /** Puts an update in the queue as a customer's doing, and answers its number. */
  push(update: Readonly<Record<string, unknown>>): number {
    const id = ++this.#lastId;
    this.#updates.push({ update_id: id, ...update });
    this.#serveAsker();
    return id;
  }

  /** Puts several in at once, as they are. */
  pushRaw(updates: readonly Record<string, unknown>[]): void {
    this.#updates.push(...updates);
    this.#serveAsker();
  }

  refuseNext(method: string, code: number, description: string, parameters?: Readonly<Record<string, unknown>>): void {
    this.next.push({ method, answer: refused(code, description, parameters) });
  }

  /** Forgets all of one test. */
  clear(): void {
    this.came.length = 0;
    this.sent.length = 0;
    this.next.length = 0;
    this.blockedBy.clear();
    this.files.clear();
    this.#updates = [];
    this.#asker = null;
    this.feeling = 'well';
  }

  protected override answer(came: CameIn): Promise<GivenOut> | GivenOut {
    const file = `/file/bot${this.token}/`;
    if (came.path.startsWith(file)) return this.#bytes(came.path.slice(file.length));
    const method = came.path.replace(`/bot${this.token}/`, '');
    if (method.startsWith('/')) return refused(401, 'Unauthorized');
    const planned = this.next.findIndex((one) => one.method === method);
    const [plan] = planned < 0 ? [] : this.next.splice(planned, 1);
    if (plan) return plan.answer;
    switch (method) {
      case 'getUpdates':
        return this.#ask(jsonOf(came));
      case 'getMe':
        return done({ id: 5_550_001, is_bot: true, first_name: 'Wallet Care', username: 'wallet_care_bot' });
      case 'getFile':
        return this.#file(String(jsonOf(came).file_id));
      default:
        return method.startsWith('send') ? this.#send(method, came) : refused(404, 'Not Found');
    }
  }

  #ask({ offset = 0, timeout = 0 }: { offset?: number; timeout?: number }): Promise<GivenOut> | GivenOut {
    this.#asker?.(refused(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'));
    this.#updates = this.#updates.filter((update) => !(Number(update.update_id) < offset));
    if (this.#updates.length > 0 || timeout === 0) return done(this.#updates.slice(0, 100));
    return new Promise((resolve) => {
      this.#asker = resolve;
    });
  }

  #serveAsker(): void {
    const asker = this.#asker;
    this.#asker = null;
    asker?.(done(this.#updates.slice(0, 100)));
  }

  async #send(method: string, came: CameIn): Promise<GivenOut> {
    const multipart = came.headers['content-type']?.startsWith('multipart/');
    const form = multipart ? await partsOf(came) : null;
    const fields: Record<string, unknown> = form ? Object.fromEntries(form) : jsonOf(came);
    const chat = String(fields.chat_id ?? '');
    if (this.blockedBy.has(chat)) return refused(403, 'Forbidden: bot was blocked by the user');
    if (!/^[1-9]\d*$/.test(chat)) return refused(400, 'Bad Request: chat not found');
    if (method === 'sendMessage' && String(fields.text ?? '') === '') return refused(400, 'Bad Request: message text is empty');
    if (String(fields.text ?? '').length > 4096) return refused(400, 'Bad Request: message is too long');
    const part = form ? [...form.values()].find((value) => value instanceof File) : undefined;
    const file = part instanceof File ? { name: part.name, type: part.type, text: await part.text() } : null;
    this.sent.push({ method, chat, fields, file });
    return done({ message_id: this.sent.length, date: 1, chat: { id: Number(chat), type: 'private' } });
  }

  #file(id: string): GivenOut {
    const file = this.files.get(id);
    return file ? done({ file_id: id, file_unique_id: 'u', file_size: file.bytes.length, file_path: file.path }) : refused(400, 'Bad Request: invalid file_id');
  }

  #bytes(path: string): GivenOut {
    const file = [...this.files.values()].find((one) => one.path === path);
    return file ? { body: file.bytes } : refused(404, 'Not Found');
  }
}

/** A message of a customer, to be put in an update. */
export const telegramMessage = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  message_id: 7,
  from: { id: 77, is_bot: false, first_name: '小明', last_name: '🐉', language_code: 'zh-hans' },
  chat: { id: 77, first_name: '小明', type: 'private' },
  date: 1_789_999_900,
  ...more,
});
