import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { EmailChannel } from '#electron/channels/email/email-channel.ts';
import type { EmailParts, EmailSettings, KeptAside } from '#electron/channels/email/email-parts.ts';
import { LoopGuard } from '#electron/channels/email/loop-guard.ts';
import { type MailBook, MemoryMailBook } from '#electron/channels/email/mail-book.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import { MailAccounts } from '#electron/channels/email/servers/mail-accounts.ts';
import type { WatchState } from '#electron/channels/email/watch-folder.ts';
import { UploadDesk } from '#electron/desk/attachments/uploads.ts';
import { HubFeed } from '#electron/desk/cases/case-feed.ts';
import { mailWishes } from '#electron/host/mail-wishes.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { DeliveryState } from '#shared/case/delivery.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import { othersInTalk } from '#shared/case/recipient-rules.ts';
import { type Addressing, customerAlone } from '#shared/case/recipients.ts';
import { type Entry, isMessage } from '#shared/case/state.ts';
import type { CaseId, CommandId, EventId, QueueId } from '#shared/lib/ids.ts';
import { ConsoleParts, engineIn, masked } from '#tests/integration/desk/console-parts-kit.ts';

/** A channel with accounts at servers. */
export interface AccountsOn {
  readonly accounts: MailAccounts;
  readonly channel: EmailChannel;
  readonly stop: () => Promise<void>;
}

/** A real desk over a log in memory, with an e-mail channel on it. */
export class EmailRoom {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'email-'));
  readonly inFolder = path.join(this.folder, 'in');
  readonly outFolder = path.join(this.folder, 'out');
  readonly aside: KeptAside[] = [];
  readonly originals: { readonly caseId: CaseId; readonly raw: Uint8Array }[] = [];
  readonly states: (WatchState | null)[] = [];
  readonly time = { now: Date.UTC(2026, 10, 23) };
  readonly engine = engineIn(null, this.time);
  readonly console = new ConsoleParts(this.engine, this.time);
  readonly uploads = new UploadDesk({
    putBlob: (id, bytes) => this.console.log.putBlob({ kind: 'case', id }, bytes),
    getBlob: (id, hash) => this.console.log.getBlob({ kind: 'case', id }, hash),
    newId: v7,
    clock: () => this.time.now,
  });
  channel = this.channelWith(new MemoryMailBook());

  channelWith(book: MailBook, settings: Partial<EmailSettings> = {}, more: Partial<EmailParts> = {}): EmailChannel {
    const { intake, hub, store, desk, logger } = this.console;
    return new EmailChannel(
      {
        intake,
        feed: new HubFeed({ hub, cache: store.cache, engine: this.engine, desk }),
        book,
        keepFile: async (caseId, name, bytes) => {
          const begun = this.uploads.begin('email', caseId, name, bytes.length);
          if (!begun.ok) return begun;
          this.uploads.chunk('email', begun.value.upload, bytes);
          return this.uploads.finish('email', begun.value.upload);
        },
        readFile: (caseId, blob) => this.uploads.read(caseId, blob),
        keepOriginal: async (caseId, raw) => {
          this.originals.push({ caseId, raw });
          return this.console.log.putBlob({ kind: 'case', id: caseId }, raw);
        },
        quarantine: async (aside) => void this.aside.push(aside),
        queueOf: () => 'refund' as QueueId,
        wishOf: mailWishes(this.console.recipients),
        onWatch: (state) => this.states.push(state),
        clock: () => this.time.now,
        logger,
        ...more,
      },
      {
        own: [{ name: '钱包客服', address: 'service@wallet.example' }],
        watchFolder: this.inFolder,
        exportFolder: this.outFolder,
        watchEveryMs: 10,
        ...settings,
      },
    );
  }

  /** Another channel on the same desk, started, with accounts of its own. */
  async accountsOn(
    accounts: readonly MailAccount[],
    { book = new MemoryMailBook(), more = {} }: { readonly book?: MailBook; readonly more?: Partial<EmailParts> } = {},
  ): Promise<AccountsOn> {
    const { logger } = this.console;
    const on = new MailAccounts({
      accounts,
      book,
      take: (...mail) => channel.takeMail(...mail),
      keepAside: async (place, fault) => void this.aside.push({ place, fault, raw: null }),
      clock: () => this.time.now,
      logger,
      setTimer: (work, ms) => setTimeout(work, ms),
      clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
      random: () => 0.02,
      patienceMs: 5_000,
    });
    const channel = this.channelWith(book, { own: [], watchFolder: null, exportFolder: null }, { outgoing: on, loops: new LoopGuard(), ...more });
    await channel.start();
    on.start();
    return {
      accounts: on,
      channel,
      stop: async () => {
        await on.stop();
        await channel.stop();
      },
    };
  }

  async start(): Promise<this> {
    mkdirSync(this.inFolder);
    mkdirSync(this.outFolder);
    await this.engine.start();
    await this.console.start();
    await this.channel.start();
    return this;
  }

  async stop(): Promise<void> {
    await this.channel.stop();
    await this.console.stop();
    await this.engine.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async entries(caseId: CaseId): Promise<readonly Entry[]> {
    return (await this.console.hub.state(caseId))?.entries ?? [];
  }

  async texts(caseId: CaseId): Promise<readonly (string | null)[]> {
    return (await this.entries(caseId)).filter(isMessage).map(({ text }) => text);
  }

  /** An agent's answer, decided and on record. */
  async reply(caseId: CaseId, text: string, wanted: Partial<Addressing> = {}, attachments: readonly Attachment[] = []): Promise<KnownEvent<'message.sent'>> {
    const { recipients, address, store } = this.console;
    const addressing = { ...customerAlone, ...wanted };
    const whom = await recipients.wish(await store.cache.caseEvents(caseId), addressing, ['service@wallet.example']);
    if (!whom.ok) throw new Error(`${whom.error.code} ${whom.error.address}`);
    const command = await address(
      caseId,
      {
        type: 'reply',
        text: masked(text),
        attachments: [...attachments],
        ...(whom.value === undefined ? {} : { recipients: whom.value }),
        ...(addressing.forwards === null ? {} : { forwards: addressing.forwards }),
      },
      { kind: 'reply', text, attachments, addressing },
    );
    if (!command.ok) throw new Error(command.error.code);
    const acted = await this.console.act(caseId, 'mei', command.value);
    const sent = acted.ok ? acted.value.find((event) => event.type === 'message.sent') : undefined;
    if (sent?.type !== 'message.sent') throw new Error(acted.ok ? 'nothing was sent' : acted.error.code);
    return sent;
  }

  /** Whom a reply to all goes to beside the customer, as the composer has them. */
  async others(caseId: CaseId): Promise<Addressing['cc']> {
    const state = await this.console.hub.state(caseId);
    return state === undefined ? [] : othersInTalk(state);
  }

  async lastSent(caseId: CaseId): Promise<KnownEvent<'message.sent'>> {
    const sent = (await this.console.store.cache.caseEvents(caseId)).findLast((event) => event.type === 'message.sent');
    if (sent?.type !== 'message.sent') throw new Error('nothing was sent');
    return sent;
  }

  /** Lets a message leave with all that goes on record about it, as the desk's outbound does. */
  async leave(channel: EmailChannel, caseId: CaseId, sent: KnownEvent<'message.sent'>): Promise<void> {
    const record = (state: Exclude<DeliveryState, 'queued'>, reason?: string) =>
      this.console.desk.act(caseId, { kind: 'system', id: 'email' }, v7() as CommandId, {
        type: 'recordDelivery',
        message: sent.id,
        state,
        ...(reason === undefined ? {} : { reason }),
      });
    await record('sending');
    const left = await channel.deliver(caseId, sent);
    if (!left.ok) return void (await record(left.error.state, left.error.reason));
    await (left.value === 'sent-in-part' ? record('sent', 'copy-refused') : record(left.value));
  }

  async delivery(caseId: CaseId, message: EventId): Promise<unknown> {
    return (await this.console.hub.state(caseId))?.delivery[message];
  }
}
