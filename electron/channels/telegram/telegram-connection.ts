import { z } from 'zod';
import type { ConnectionFault, SocialConnection } from '#electron/channels/connection-port.ts';
import { type CallerOptions, ProviderCaller } from '#electron/channels/provider-call.ts';
import { SocialAccount } from '#electron/channels/social-account.ts';
import type { SocialAnswer, SocialMedia, SocialPush, SocialRequest } from '#electron/channels/social-port.ts';
import { strangersName, strangersText } from '#electron/channels/strangers-text.ts';
import { accountFault, BotApi } from '#electron/channels/telegram/bot-api.ts';
import type { TelegramMessage, TelegramUpdate } from '#electron/channels/telegram/read-update.ts';
import { botIdOf, type TelegramAccount } from '#electron/channels/telegram/telegram-account.ts';
import { TelegramPoller } from '#electron/channels/telegram/telegram-poller.ts';
import { sendTelegram } from '#electron/channels/telegram/telegram-send.ts';
import { type FileRef, telegramWords } from '#electron/channels/telegram/telegram-words.ts';
import { MAX_ATTACHMENT_BYTES } from '#shared/case/attachment.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { SECOND } from '#shared/lib/time.ts';

export interface TelegramOptions extends CallerOptions {
  readonly account: TelegramAccount;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Whether it is this gateway's turn, asked before each poll: Telegram gives a bot's messages to one program alone. Always, where it is not told. */
  readonly mayPoll?: () => Promise<boolean>;
}

const me = z.object({ id: z.number().int(), first_name: z.string().default(''), username: z.string().default('') });
const found = z.object({ file_path: z.string(), file_size: z.number().optional() });

/** The desk's language for one of a customer's program; undefined where the desk has none like it. */
function languageOf(code: string | undefined): Language | undefined {
  if (code === undefined) return undefined;
  if (/^zh\b/i.test(code)) return 'zh-CN';
  return /^en\b/i.test(code) ? 'en' : undefined;
}

/**
 * A Telegram bot that asks for its messages, so that no address of the desk need be public. There are no receipts there:
 * what is accepted is all that is ever known of a message. Groups and channels are not served.
 */
export class TelegramConnection extends SocialAccount implements SocialConnection {
  readonly #options: TelegramOptions;
  readonly #api: BotApi;
  readonly webhook = null;
  #poller: TelegramPoller | null = null;

  constructor(options: TelegramOptions) {
    super(options);
    this.#options = options;
    this.#api = new BotApi(options.account, new ProviderCaller(options));
  }

  override async start(): Promise<void> {
    if (this.#poller) return;
    await super.start();
    const { logger, setTimer, clearTimer, random, mayPoll = async () => true } = this.#options;
    const take = (update: TelegramUpdate) => this.#take(update);
    this.#poller = new TelegramPoller({ api: this.#api, status: this.status, logger, setTimer, clearTimer, random, mayPoll, take });
    this.#poller.start();
  }

  override async stop(): Promise<void> {
    const poller = this.#poller;
    this.#poller = null;
    await poller?.stop();
    await super.stop();
  }

  send(request: SocialRequest): Promise<SocialAnswer> {
    return this.under.run(() => sendTelegram(this.#api, this.status, request));
  }

  /** The bot's name and its address at Telegram. */
  async check(): Promise<Result<string, ConnectionFault>> {
    const answered = await this.under.run(() => this.#api.call('getMe', me, {}));
    if (answered.ok) return ok(`${answered.value.first_name} @${answered.value.username}`.trim());
    const fault = answered.error;
    return fail(accountFault(fault) ?? { code: 'provider-error', detail: fault.kind === 'refused' ? `${fault.description} (${fault.code})` : 'no answer' });
  }

  async #take(update: TelegramUpdate): Promise<boolean> {
    switch (update.kind) {
      case 'ignored':
        this.logger.info('take: ignored', { why: update.why });
        return true;
      case 'bad':
        this.status.note({ code: 'bad-message', detail: update.detail });
        return true;
      case 'message': {
        const push = this.#pushOf(update.message, update.edited ? update.id : null);
        return push === null || this.give(push);
      }
    }
  }

  #pushOf(message: TelegramMessage, edit: number | null): SocialPush | null {
    const said = telegramWords(message);
    if (said === null) return null;
    const { chat, message_id: id, from, date, edit_date: edited } = message;
    const language = languageOf(from?.language_code);
    return {
      // Bots number the messages of a chat alike; each edit is words of its own.
      msgId: `${botIdOf(this.#options.account)}:${chat.id}:${id}${edit === null ? '' : `:${edit}`}`,
      user: String(chat.id),
      nickname: strangersName(`${from?.first_name ?? ''} ${from?.last_name ?? ''}`.trim() || (from?.username ?? '')),
      text: strangersText(edit === null ? said.text : `✏️ ${said.text}`),
      place: { kind: 'private' },
      at: Math.min((edited ?? date) * SECOND, this.clock()),
      ...(language === undefined ? {} : { language }),
      ...(said.file === null ? {} : { media: [this.#media(said.file)] }),
    };
  }

  #media({ kind, id, size, name }: FileRef): SocialMedia {
    const fetch = async (): Promise<Uint8Array> => {
      if (size > MAX_ATTACHMENT_BYTES) throw new Error('the file is larger than the desk takes');
      const answered = await this.#api.call('getFile', found, { file_id: id });
      if (!answered.ok)
        throw new Error(`Telegram gives the file no more (${answered.error.kind === 'refused' ? answered.error.code : answered.error.fault.detail})`);
      return this.#api.file(answered.value.file_path);
    };
    return { kind, name, fetch };
  }
}
