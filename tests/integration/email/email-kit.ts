import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { EmailChannel } from '#electron/channels/email/email-channel.ts';
import type { EmailSettings, KeptAside } from '#electron/channels/email/email-parts.ts';
import { type MailBook, MemoryMailBook } from '#electron/channels/email/mail-book.ts';
import type { WatchState } from '#electron/channels/email/watch-folder.ts';
import { UploadDesk } from '#electron/desk/attachments/uploads.ts';
import { HubFeed } from '#electron/desk/cases/case-feed.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import { type Entry, isMessage } from '#shared/case/state.ts';
import type { CaseId, QueueId } from '#shared/lib/ids.ts';
import { ConsoleParts, engineIn, masked } from '#tests/integration/desk/console-parts-kit.ts';

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

  channelWith(book: MailBook, settings: Partial<EmailSettings> = {}): EmailChannel {
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
        onWatch: (state) => this.states.push(state),
        clock: () => this.time.now,
        logger,
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
  async reply(caseId: CaseId, text: string): Promise<KnownEvent<'message.sent'>> {
    const acted = await this.console.act(caseId, 'mei', { type: 'reply', text: masked(text), attachments: [] });
    const sent = acted.ok ? acted.value.find((event) => event.type === 'message.sent') : undefined;
    if (sent?.type !== 'message.sent') throw new Error('the reply was refused');
    return sent;
  }
}
