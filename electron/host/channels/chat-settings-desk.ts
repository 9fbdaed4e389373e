import { z } from 'zod';
import { type ChatSettings, plainChat } from '#electron/channels/chat/chat-settings.ts';
import type { Audit } from '#electron/desk/audit/audit.ts';
import { Topic } from '#electron/desk/topic.ts';
import { readChatWish } from '#electron/host/channels/read-chat-wish.ts';
import type { Ledger } from '#electron/store/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { ChatFrame } from '#shared/contract/channel-schemas.ts';
import { type ChatFault, type ChatWish, chatForm, chatIdentityRules, chatOffline, chatOrigin, chatOrigins, startsAMinute } from '#shared/desk/chat-form.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Options {
  readonly ledger: Pick<Ledger, 'setting' | 'saveSetting'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly configuration: { readonly value: Configuration };
  /** What the configuration file says of the chat; null where it says nothing. */
  readonly file: ChatSettings | null;
  readonly logger: Logger;
}

/** Where the settings lie in the ledger, which is encrypted. */
const SCOPE = 'desk chat';
const rules = { ...chatIdentityRules, strangers: z.boolean() };
const kept: z.ZodType<ChatSettings> = z.object({
  publicOrigin: chatOrigin.nullable(),
  origins: chatOrigins,
  identity: z
    .discriminatedUnion('kind', [
      z.object({ ...rules, kind: z.literal('hs256'), secret: z.string().min(1) }),
      z.object({ ...rules, kind: z.literal('public-key'), pem: z.string().min(1) }),
    ])
    .nullable(),
  form: chatForm.nullable(),
  offline: chatOffline,
  startsAMinute,
});

/** Who may chat when nobody knows what was decided: nobody anew. */
const shut: ChatSettings = { ...plainChat, startsAMinute: 0 };

/**
 * What is decided of the customers' chat on this machine: kept encrypted, changed on record, gone by at once. Where the
 * configuration file has a word on the chat it has the only one: what was decided on the screen rests until it has none,
 * so that nobody has to guess which of two halves counts.
 */
export class ChatSettingsDesk {
  /** For the chat. */
  readonly live: Topic<ChatSettings>;
  /** What the screen may know; no key is in it. */
  readonly state: Topic<ChatFrame>;
  readonly #options: Options;
  #own: string | null = null;
  #unreadable = false;
  #line: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
    this.live = new Topic(options.file ?? plainChat);
    this.state = new Topic(this.#frame());
  }

  /** Reads what is kept, where the file leaves it the word. */
  async start(): Promise<void> {
    const { ledger, file, logger } = this.#options;
    if (file !== null) return;
    const text = await ledger.setting(SCOPE);
    const read = text === null ? null : kept.safeParse(JSON.parse(text));
    if (read?.success === false) {
      this.#unreadable = true;
      logger.error('start: the chat’s settings cannot be read', { places: read.error.issues.map(({ path }) => path.join('.')).join(' ') });
    }
    this.#go(read === null ? plainChat : read.success ? read.data : shut);
  }

  async stop(): Promise<void> {
    await this.#line;
  }

  /** The chat is served at this address of the machine's own, ending in a slash. */
  serving(url: string): void {
    this.#own = url.replace(/\/$/, '');
    this.state.set(this.#frame());
  }

  #go(settings: ChatSettings): void {
    this.live.set(settings);
    this.state.set(this.#frame());
  }

  #frame(): ChatFrame {
    const { publicOrigin, origins, identity, form, offline, startsAMinute: starts } = this.live.value;
    return {
      served: this.#own !== null,
      fromFile: this.#options.file !== null,
      unreadable: this.#unreadable,
      address: this.#own === null ? null : (publicOrigin ?? this.#own),
      publicOrigin,
      origins: [...origins],
      identity: identity && { kind: identity.kind, issuer: identity.issuer, audience: identity.audience, strangers: identity.strangers },
      form: form && { fields: form.fields.map((field) => ({ ...field })), topics: form.topics.map((topic) => ({ ...topic })) },
      offline,
      startsAMinute: starts,
    };
  }

  /** Keeps other settings, on record before they count, or tells everything that is wrong with them; null where the file has the word. */
  save(by: Actor, wish: ChatWish): Promise<Result<undefined, readonly ChatFault[]> | null> {
    const run = this.#line.then(() => this.#save(by, wish));
    this.#line = run.catch(() => undefined);
    return run;
  }

  async #save(by: Actor, wish: ChatWish): Promise<Result<undefined, readonly ChatFault[]> | null> {
    const { ledger, audit, configuration, file } = this.#options;
    if (file !== null) return null;
    const { identity: before } = this.live.value;
    const queues = configuration.value.queues.map(({ id }) => id);
    const read = readChatWish(wish, before, queues);
    if (!read.ok) return fail(read.error);
    const { origins, identity, form, offline } = read.value;
    const key = identity === null ? 'none' : (wish.identity?.key.trim() ?? '') === '' ? 'kept' : 'set';
    await audit.record(by, {
      kind: 'chat.saved',
      facts: { origins: origins.length, identity: identity?.kind ?? 'none', key, strangers: identity?.strangers ?? true, form: form !== null, offline },
    });
    await ledger.saveSetting(SCOPE, JSON.stringify(read.value));
    this.#unreadable = false;
    this.#go(read.value);
    return ok(undefined);
  }
}
