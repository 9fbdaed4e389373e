import { z } from 'zod';
import type { Audit } from '#electron/desk/audit/audit.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { ChannelDesk } from '#electron/host/channels/channel-desk.ts';
import type { Ledger } from '#electron/store/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { AccountCheck, ChannelsFrame } from '#shared/contract/channel-schemas.ts';
import { type AccountFault, type AccountWish, accountFrom, accountValues } from '#shared/desk/account-form.ts';
import type { AuditEntry, AuditKind } from '#shared/desk/audit.ts';
import { type ChannelAccount, channelAccount, valueAt, webAddress } from '#shared/desk/channel-account.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Options {
  readonly ledger: Pick<Ledger, 'setting' | 'saveSetting'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly desk: ChannelDesk;
  /** Where this machine's webhooks are served, ending in a slash; null: nowhere. */
  readonly localUrl: () => string | null;
  /** What the configuration file says. Its accounts are served beside those of the screen; of the same id, and of the address, the file has the word. */
  readonly file?: { readonly accounts?: readonly ChannelAccount[]; readonly publicUrl?: string | null };
  readonly logger: Logger;
}

/** Where the accounts lie in the ledger, which is encrypted. */
const SCOPE = 'desk channels';
const kept = z.object({ publicUrl: z.string().nullable(), accounts: z.array(z.unknown()) });

export type SaveFaults = Result<undefined, readonly AccountFault[]>;

/** The accounts of this machine: kept encrypted, changed on record, and connected as they are changed. A change is taken whole or not at all. */
export class ChannelAccounts {
  /** What the screen may know; no secret is in it. */
  readonly state: Topic<ChannelsFrame>;
  readonly #options: Options;
  #publicUrl: string | null = null;
  #accounts: readonly ChannelAccount[] = [];
  /** What this console cannot read, such as an account that a newer one wrote: it stays as it is. */
  #unread: readonly unknown[] = [];
  #line: Promise<unknown> = Promise.resolve();
  #off: (() => void) | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.state = new Topic(this.#frame());
  }

  /** Reads what is kept and connects it; an account that this console cannot read any more is left out and said so. */
  async start(): Promise<void> {
    const { ledger, desk, logger } = this.#options;
    const text = await ledger.setting(SCOPE);
    const read = text === null ? null : kept.safeParse(JSON.parse(text));
    if (read?.success) {
      this.#publicUrl = read.data.publicUrl;
      const tried = read.data.accounts.map((raw) => ({ raw, account: channelAccount.safeParse(raw) }));
      this.#accounts = tried.flatMap(({ account }) => account.data ?? []);
      this.#unread = tried.flatMap(({ raw, account }) => (account.success ? [] : [raw]));
      for (const { account } of tried) {
        if (!account.success) logger.error('start: an account cannot be read', { places: account.error.issues.map(({ path }) => path.join('.')).join(' ') });
      }
    }
    this.#off = desk.states.onChange(() => this.#tell());
    await desk.apply(this.#served);
  }

  async stop(): Promise<void> {
    await this.#line;
    this.#off?.();
    await this.#options.desk.stop();
  }

  /** The host (and port) of the configured public address; null where there is none. */
  publicHost(): string | null {
    return this.#address === null ? null : new URL(this.#address).host;
  }

  get #address(): string | null {
    return this.#options.file?.publicUrl ?? this.#publicUrl;
  }

  get #ofFile(): readonly ChannelAccount[] {
    return this.#options.file?.accounts ?? [];
  }

  /** Those of the screen that count: one whose id the file has rests until the file has it no longer. */
  get #own(): readonly ChannelAccount[] {
    return this.#accounts.filter((account) => !this.#ofFile.some(({ id }) => id === account.id));
  }

  get #served(): readonly ChannelAccount[] {
    return [...this.#ofFile, ...this.#own];
  }

  #frame(): ChannelsFrame {
    const { desk, localUrl } = this.#options;
    const base = this.#address ?? localUrl()?.replace(/\/$/, '') ?? null;
    return {
      publicUrl: this.#address,
      publicUrlFromFile: this.#options.file?.publicUrl != null,
      offered: [...desk.offered],
      accounts: this.#served.map((account) => {
        const { channel, id, name, on } = account;
        const { values, set } = accountValues(account);
        const hook = base !== null && channel !== 'email' && desk.hasWebhook(id) !== false;
        const fromFile = this.#ofFile.includes(account);
        return { channel, id, name, on, fromFile, values, set: [...set], connection: desk.stateOf(id), webhook: hook ? `${base}/hooks/${id}` : null };
      }),
    };
  }

  #tell(): void {
    this.state.set(this.#frame());
  }

  #inLine<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#line.then(work);
    this.#line = run.catch(() => undefined);
    return run;
  }

  /** What is changed is on record and on disk before it is so. */
  async #change(by: Actor, kind: AuditKind, facts: AuditEntry['facts'], accounts: readonly ChannelAccount[], publicUrl: string | null): Promise<void> {
    const { ledger, audit, desk } = this.#options;
    await audit.record(by, { kind, facts });
    await ledger.saveSetting(SCOPE, JSON.stringify({ publicUrl, accounts: [...accounts, ...this.#unread] }));
    this.#accounts = accounts;
    this.#publicUrl = publicUrl;
    await desk.apply(this.#served);
    this.#tell();
  }

  /** Keeps and connects an account, or tells everything that is wrong with it. */
  save(by: Actor, wish: AccountWish, isNew: boolean): Promise<SaveFaults> {
    return this.#inLine(async (): Promise<SaveFaults> => {
      const before = this.#own.find(({ id }) => id === wish.id) ?? null;
      if (isNew && (before || this.#ofFile.some(({ id }) => id === wish.id) || this.#unread.some((raw) => valueAt(raw, 'id') === wish.id)))
        return fail([{ path: 'id', fault: 'taken', detail: 'is taken' }]);
      if (!isNew && before?.channel !== wish.channel) return fail([{ path: 'id', fault: 'not-here', detail: 'is not there' }]);
      if (!this.#options.desk.offered.includes(wish.channel)) return fail([{ path: 'channel', fault: 'not-here', detail: 'cannot be connected here' }]);
      const read = accountFrom(wish, before);
      if (!read.ok) return read;
      const account = read.value;
      const accounts = before === null ? [...this.#accounts, account] : this.#accounts.map((one) => (one === before ? account : one));
      await this.#change(by, 'channel.saved', { account: account.id, channel: account.channel, new: isNew }, accounts, this.#publicUrl);
      return ok(undefined);
    });
  }

  /** False where there is no such account. */
  remove(by: Actor, id: string): Promise<boolean> {
    return this.#inLine(async () => {
      const account = this.#own.find((one) => one.id === id);
      if (!account) return false;
      const accounts = this.#accounts.filter((one) => one !== account);
      await this.#change(by, 'channel.removed', { account: id, channel: account.channel }, accounts, this.#publicUrl);
      return true;
    });
  }

  /** False where there is no such account. */
  switch(by: Actor, id: string, on: boolean): Promise<boolean> {
    return this.#inLine(async () => {
      const account = this.#own.find((one) => one.id === id);
      if (!account) return false;
      if (account.on === on) return true;
      const accounts = this.#accounts.map((one) => (one === account ? { ...one, on } : one));
      await this.#change(by, 'channel.switched', { account: id, channel: account.channel, on }, accounts, this.#publicUrl);
      return true;
    });
  }

  savePublicUrl(by: Actor, wish: string | null): Promise<SaveFaults> {
    return this.#inLine(async (): Promise<SaveFaults> => {
      if (this.#options.file?.publicUrl != null) return fail([{ path: 'publicUrl', fault: 'not-here', detail: 'is said by the configuration file' }]);
      const typed = wish?.trim().replace(/\/+$/, '') ?? '';
      const read = typed === '' ? null : webAddress.safeParse(typed);
      if (read?.success === false) return fail([{ path: 'publicUrl', fault: 'bad-form', detail: read.error.issues[0]?.message ?? '' }]);
      await this.#change(by, 'channel.addressSaved', { set: read !== null }, this.#accounts, read === null ? null : read.data);
      return ok(undefined);
    });
  }

  /** Asks the account's provider who we are; null where there is no such account, it is off, or its provider cannot be asked. */
  async check(by: Actor, id: string): Promise<AccountCheck | null> {
    const account = this.#served.find((one) => one.id === id);
    const answer = account ? await this.#options.desk.check(id) : null;
    if (!account || answer === null) return null;
    await this.#options.audit.record(by, {
      kind: 'channel.checked',
      outcome: answer.ok ? 'done' : 'failed',
      reason: answer.ok ? null : answer.error.code,
      facts: { account: id, channel: account.channel },
    });
    return answer.ok ? { ok: true, as: answer.value } : { ok: false, code: answer.error.code, detail: answer.error.detail };
  }
}
