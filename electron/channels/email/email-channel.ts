import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { type AnswerFault, composeAnswer } from '#electron/channels/email/compose-answer.ts';
import type { EmailParts, EmailSettings } from '#electron/channels/email/email-parts.ts';
import { type ExportFault, writeExport } from '#electron/channels/email/export-folder.ts';
import { linkOf } from '#electron/channels/email/find-thread.ts';
import { type MailFault, mailLimits } from '#electron/channels/email/mail-message.ts';
import { MailReader } from '#electron/channels/email/mail-reader.ts';
import { readMbox } from '#electron/channels/email/read-mbox.ts';
import { type MailOutcome, takeMail } from '#electron/channels/email/take-mail.ts';
import { FolderWatch } from '#electron/channels/email/watch-folder.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** How many mails of a file became what. */
export interface TakenFile {
  readonly received: number;
  readonly repeats: number;
  readonly own: number;
  readonly keptAside: number;
}

export type SendFault = AnswerFault | ExportFault | 'no-export-folder' | 'no-own-address' | 'unknown-thread' | 'attachment-missing';

type SentMessage = KnownEvent<'message.sent'>;

const system: Actor = { kind: 'system', id: 'email' };

/**
 * E-mail by files: mails come in as `.eml` and `.mbox`, by hand or from a watched folder, and answers go out as `.eml`
 * into a folder from which the customer's own mail system sends them. No server is asked, no password kept.
 */
export class EmailChannel {
  /** What may be sent and when. */
  readonly rules = defaultReplyRules.email;
  readonly #parts: EmailParts;
  readonly #settings: EmailSettings;
  readonly #reader: MailReader;
  readonly #watch: FolderWatch | null;
  #line: Promise<unknown> = Promise.resolve();

  constructor(parts: EmailParts, settings: EmailSettings) {
    this.#parts = parts;
    this.#settings = settings;
    const { book, logger, onWatch } = parts;
    this.#reader = new MailReader({ logger });
    this.#watch =
      settings.watchFolder === null
        ? null
        : new FolderWatch({
            folder: settings.watchFolder,
            book,
            take: async (file) => {
              await this.takeFile(file);
            },
            onState: onWatch,
            onFileFault: (file, detail) => {
              const fault: MailFault = { code: 'unreadable', detail };
              parts.quarantine({ place: file, fault, raw: null }).catch((cause: unknown) => logger.error('watch: not kept aside', { cause: String(cause) }));
            },
            logger,
            ...(settings.watchEveryMs === undefined ? {} : { everyMs: settings.watchEveryMs }),
          });
  }

  async start(): Promise<void> {
    await this.#reader.start();
    await this.#watch?.start();
  }

  /** Mails under way are finished first. */
  async stop(): Promise<void> {
    await this.#watch?.stop();
    await this.#line;
    await this.#reader.stop();
  }

  /** Takes one mail; `place` says where it came from. Mails are taken one after another. */
  takeMail(bytes: Uint8Array, place: string): Promise<MailOutcome> {
    const taken = this.#line.then(async (): Promise<MailOutcome> => {
      const read = await this.#reader.read(bytes);
      if (read.ok) return takeMail(this.#parts, this.#settings, read.value, bytes, place);
      const raw = bytes.length > mailLimits.bytes ? null : bytes;
      await this.#parts.quarantine({ place, fault: read.error, raw });
      return { kind: 'kept-aside', fault: read.error };
    });
    this.#line = taken.catch(() => undefined);
    return taken;
  }

  /** Takes all mails of a file by its ending; rejects when the file cannot be read or the desk not written to. */
  async takeFile(file: string): Promise<TakenFile> {
    const counts = { received: 0, repeats: 0, own: 0, keptAside: 0 };
    const count = ({ kind }: MailOutcome) => {
      if (kind === 'received') counts.received += 1;
      else if (kind === 'repeat') counts.repeats += 1;
      else if (kind === 'own') counts.own += 1;
      else counts.keptAside += 1;
    };
    const tooLarge = async (place: string, size: number) => {
      const fault: MailFault = { code: 'too-large', detail: `it has ${size} bytes, ${mailLimits.bytes} is the limit` };
      await this.#parts.quarantine({ place, fault, raw: null });
      counts.keptAside += 1;
    };
    if (/\.mbox$/i.test(file)) {
      for await (const { number, offset, size, bytes } of readMbox(createReadStream(file))) {
        const place = `${file}, mail ${number} at byte ${offset}`;
        if (bytes === null) await tooLarge(place, size);
        else count(await this.takeMail(bytes, place));
      }
    } else {
      const { size } = await stat(file);
      if (size > mailLimits.bytes) await tooLarge(file, size);
      else count(await this.takeMail(await readFile(file), file));
    }
    this.#parts.logger.info('takeFile: taken', counts);
    return counts;
  }

  /**
   * Writes a message of the desk as an answer into the export folder and puts its fate on record; called once the time
   * for taking it back is over. The same message again is the same file.
   */
  async send(caseId: CaseId, sent: SentMessage): Promise<Result<string, SendFault>> {
    const written = await this.#write(caseId, sent);
    const state = written.ok ? 'sent' : 'failed';
    const commandId = `${sent.id.slice(0, 50)} ${state}` as CommandId;
    const reason = written.ok ? {} : { reason: written.error };
    const recorded = await this.#parts.feed.act(caseId, system, commandId, { type: 'recordDelivery', message: sent.id, state, ...reason });
    if (!recorded.ok) this.#parts.logger.warn('send: not recorded', { code: recorded.error.code });
    return written;
  }

  async #write(caseId: CaseId, sent: SentMessage): Promise<Result<string, SendFault>> {
    const { feed, book, readFile: readBlob } = this.#parts;
    const { exportFolder, own } = this.#settings;
    const [from] = own;
    if (exportFolder === null) return fail('no-export-folder');
    if (!from) return fail('no-own-address');
    const opened = (await feed.read(caseId)).find((event) => event.type === 'case.opened');
    const thread = opened?.type === 'case.opened' ? opened.body.thread : null;
    const facts = thread === null ? null : await book.readThread(thread);
    if (thread === null || facts === null) return fail('unknown-thread');
    const attachments: { name: string; type: string; bytes: Uint8Array }[] = [];
    for (const { blob, name, type } of sent.content?.attachments ?? []) {
      const bytes = await readBlob(caseId, blob);
      if (bytes === null) return fail('attachment-missing');
      attachments.push({ name, type, bytes });
    }
    const messageId = `${sent.id}@${from.address.split('@').at(-1) ?? ''}`;
    const { address, name, subject, lastId: inReplyTo, references } = facts;
    const text = sent.content?.text ?? '';
    const mail = await composeAnswer({ from, to: { name, address }, subject, text, date: sent.at, messageId, inReplyTo, references, attachments });
    if (!mail.ok) return mail;
    const written = await writeExport(exportFolder, `answer-${sent.id.replace(/[^A-Za-z0-9-]/g, '')}.eml`, mail.value);
    if (!written.ok) return written;
    // What the customer answers to it belongs here, also where their program sends no References.
    await book.tie(thread, [linkOf(address, messageId)]);
    return ok(written.value);
  }
}
