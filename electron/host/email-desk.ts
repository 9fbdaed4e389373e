import { checkFolder } from '#electron/channels/email/check-folder.ts';
import { EmailChannel } from '#electron/channels/email/email-channel.ts';
import type { EmailSettings, KeptAside } from '#electron/channels/email/email-parts.ts';
import { LoopGuard } from '#electron/channels/email/loop-guard.ts';
import { type MailBook, MemoryMailBook } from '#electron/channels/email/mail-book.ts';
import { MailImports } from '#electron/channels/email/mail-imports.ts';
import type { MailFault } from '#electron/channels/email/mail-message.ts';
import { MailReader } from '#electron/channels/email/mail-reader.ts';
import type { MailView } from '#electron/channels/email/mail-view.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import { MailAccounts } from '#electron/channels/email/servers/mail-accounts.ts';
import { SqliteMailBook } from '#electron/channels/email/sqlite-mail-book.ts';
import { guessQueue } from '#electron/channels/guess-queue.ts';
import type { CaseFeed, Intake } from '#electron/channels/port.ts';
import type { Uploads } from '#electron/desk/attachments/port.ts';
import type { CaseRecipients } from '#electron/desk/cases/case-recipients.ts';
import type { OwnAddresses } from '#electron/desk/mail/own-addresses.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { mailWishes } from '#electron/host/mail-wishes.ts';
import { clearTimer, setTimer } from '#electron/host/timers.ts';
import type { Ledger } from '#electron/store/port.ts';
import { type MailSettings, type MailState, mailSettings } from '#shared/contract/mail-schemas.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, EventId, NewId, QueueId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Options {
  /** The desk's data folder; null keeps the book in memory. */
  readonly folder: string | null;
  readonly key: Uint8Array;
  readonly demo: boolean;
  readonly intake: Intake;
  readonly feed: CaseFeed;
  readonly uploads: Uploads;
  readonly recipients: Pick<CaseRecipients, 'read'>;
  readonly log: EventLog;
  readonly ledger: Ledger;
  readonly configuration: Topic<Configuration>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

/** Where the settings lie in the ledger. */
const SCOPE = 'desk mail';
const unset: MailSettings = { own: [], watchFolder: null, exportFolder: null };
const demoSettings: MailSettings = { ...unset, own: [{ name: 'Wallet Service', address: 'service@wallet.example' }] };
/** Attachments of mails come in through the desk's own door, as this owner. */
const OWNER = 'email';

/** E-mail on this host: the channel with its book, its settings, what is brought in by hand, and mails for the screen. */
export class EmailDesk {
  readonly channel: EmailChannel;
  readonly imports: MailImports;
  /** Mailboxes at real servers; none until `serveAccount`. */
  readonly accounts: MailAccounts;
  /** What every screen may know. */
  readonly state = new Topic<Omit<MailState, 'addresses' | 'ownTokens'>>({ own: null, canAnswer: 'no-own-address', byFile: false, watch: null });
  readonly #options: Options;
  readonly #book: MailBook & { start?(): Promise<void>; stop?(): Promise<void> };
  /** Apart from the one that takes mails in: who looks at a mail does not wait for an import. */
  readonly #viewer: MailReader;
  #settings: MailSettings;
  #accounts: readonly MailAccount[] = [];
  #addresses: Pick<OwnAddresses, 'others' | 'changed'> | null = null;

  constructor(options: Options) {
    const { folder, key, demo, intake, feed, uploads, log, ledger, configuration, clock, newId, logger } = options;
    this.#options = options;
    this.#settings = demo ? demoSettings : unset;
    this.#book = folder === null ? new MemoryMailBook() : new SqliteMailBook({ file: `${folder}/mail.db`, key, logger });
    this.#viewer = new MailReader({ logger });
    const quarantine = ({ place, fault, raw, caseId }: KeptAside) =>
      ledger.quarantine('email', `${place}: ${fault.code}: ${fault.detail}`, raw === null ? '' : Buffer.from(raw).toString('base64'), clock(), caseId);
    this.accounts = new MailAccounts({
      accounts: [],
      book: this.#book,
      take: (bytes, from, arrival) => this.channel.takeMail(bytes, from, arrival),
      keepAside: (from, fault) => quarantine({ place: from, fault, raw: null }),
      clock,
      logger,
      setTimer,
      clearTimer,
      random: Math.random,
    });
    this.channel = new EmailChannel(
      {
        intake,
        feed,
        book: this.#book,
        keepFile: async (caseId, name, bytes) => {
          const begun = uploads.begin(OWNER, caseId, name, bytes.length);
          if (!begun.ok) return begun;
          uploads.chunk(OWNER, begun.value.upload, bytes);
          return uploads.finish(OWNER, begun.value.upload);
        },
        readFile: (caseId, blob) => uploads.read(caseId, blob),
        keepOriginal: (caseId, raw) => log.putBlob({ kind: 'case', id: caseId }, raw),
        quarantine,
        outgoing: this.accounts,
        loops: new LoopGuard(),
        ownElsewhere: () => this.#addresses?.others() ?? [],
        wishOf: mailWishes(options.recipients),
        queueOf: (text) => queueOf(configuration.value, text),
        onWatch: (watch) =>
          this.state.set({ ...this.state.value, watch: watch === null ? null : { state: watch.state === 'fault' ? watch.fault : 'watching' } }),
        clock,
        logger,
      },
      this.#settings,
    );
    this.imports = new MailImports(this.channel, newId, logger);
  }

  async start(): Promise<void> {
    await this.#book.start?.();
    const kept = await this.#options.ledger.setting(SCOPE);
    const read = kept === null ? null : mailSettings.safeParse(JSON.parse(kept));
    if (read?.success) this.#settings = read.data;
    await this.channel.apply({ ...this.#settings, watchFolder: null });
    await this.channel.start();
    await this.#apply(this.#settings);
    this.accounts.start();
  }

  async stop(): Promise<void> {
    this.imports.stop();
    await this.accounts.stop();
    await this.channel.stop();
    await this.#viewer.stop();
    await this.#book.stop?.();
  }

  settings(): MailSettings {
    return this.#settings;
  }

  /** Keeps and applies other settings, or says which folder cannot be used and why; then nothing has changed. */
  async save(wish: MailSettings): Promise<Result<MailSettings, { readonly place: 'watchFolder' | 'exportFolder'; readonly fault: string }>> {
    const { folder, ledger, logger } = this.#options;
    const checked = { ...wish, own: wish.own.map(({ name, address }) => ({ name, address: address.toLowerCase() })) };
    for (const [place, use] of [['watchFolder', 'read'] as const, ['exportFolder', 'write'] as const]) {
      const typed = wish[place]?.trim() ?? '';
      if (typed === '') {
        checked[place] = null;
        continue;
      }
      // A folder that was chosen before and is away just now may stay chosen.
      const found = await checkFolder(typed, use, folder);
      if (found.ok) checked[place] = found.value;
      else if (typed !== this.#settings[place]) return fail({ place, fault: found.error });
    }
    if (checked.watchFolder !== null && checked.watchFolder === checked.exportFolder) return fail({ place: 'exportFolder', fault: 'same-folder' });
    await ledger.saveSetting(SCOPE, JSON.stringify(checked));
    await this.#apply(checked);
    logger.info('save: settings of mail changed', { watches: checked.watchFolder !== null, exports: checked.exportFolder !== null });
    return ok(checked);
  }

  async #apply(settings: MailSettings): Promise<void> {
    this.#settings = settings;
    this.#tell();
    await this.channel.apply(settings satisfies EmailSettings);
  }

  /** Reads and sends by this account from now on, in place of one with its id; the others are not disturbed. */
  serveAccount(account: MailAccount): Promise<void> {
    return this.#goOnWith([...this.#accounts.filter(({ id }) => id !== account.id), account]);
  }

  dropAccount(id: string): Promise<void> {
    return this.#goOnWith(this.#accounts.filter((account) => account.id !== id));
  }

  async #goOnWith(accounts: readonly MailAccount[]): Promise<void> {
    this.#accounts = accounts;
    await this.accounts.apply(accounts);
    this.#tell();
  }

  /** Knows the addresses of the desk's other hosts from now on, and tells where its own change. */
  share(addresses: Pick<OwnAddresses, 'others' | 'changed'>): void {
    this.#addresses = addresses;
  }

  #tell(): void {
    this.#addresses?.changed();
    const [account] = this.accounts.own();
    const [own] = this.#settings.own;
    const byFile = !own ? 'no-own-address' : this.#settings.exportFolder === null ? 'no-export-folder' : 'yes';
    // What this host cannot send waits for one of the desk's that can.
    const isShared = this.#options.log.engine.health().kind !== 'embedded';
    this.state.set({
      ...this.state.value,
      own: account?.address ?? own?.address ?? null,
      canAnswer: account || isShared ? 'yes' : byFile,
      byFile: !account && !isShared,
    });
  }

  /** The addresses at which this host takes mail, in lower case. */
  served(): readonly string[] {
    return [...this.#settings.own, ...this.accounts.own()].map(({ address }) => address.toLowerCase());
  }

  /** The addresses that are the desk's own, in lower case, those of its other hosts too as far as they told. */
  own(): readonly string[] {
    return [...this.served(), ...(this.#addresses?.others() ?? [])];
  }

  /** The address that a thread's answers go to, or null. */
  async addressOf(thread: string): Promise<string | null> {
    return (await this.#book.readThread(thread))?.address ?? null;
  }

  forgetThread(thread: string): Promise<void> {
    return this.#book.forgetThread(thread);
  }

  /** A message of a case as it came, for the screen: masked; null where the case has no such message or it is gone. */
  async view(caseId: CaseId, message: EventId): Promise<Result<MailView, MailFault> | null> {
    const { feed, log } = this.#options;
    const event = (await feed.read(caseId)).find((known) => known.id === message);
    const original = event?.type === 'message.received' ? event.content?.original : undefined;
    const raw = original === undefined ? null : await log.getBlob({ kind: 'case', id: caseId }, original.blob);
    return raw === null ? null : this.#viewer.view(raw);
  }
}

/** The queue that a mail's words fit, where this desk has it; else its first. */
function queueOf({ queues }: Configuration, text: string): QueueId {
  const guessed = guessQueue(text);
  return queues.some(({ id }) => id === guessed) ? guessed : (queues.find(({ id }) => id === 'general')?.id ?? queues[0]?.id ?? guessed);
}
