import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { EmailParts, EmailSettings } from '#electron/channels/email/email-parts.ts';
import { type ExportFault, writeExport } from '#electron/channels/email/export-folder.ts';
import { backLink, linkOf, sentLink, tokenLink } from '#electron/channels/email/find-thread.ts';
import { type MailFault, mailLimits } from '#electron/channels/email/mail-message.ts';
import { MailReader } from '#electron/channels/email/mail-reader.ts';
import type { MailSender } from '#electron/channels/email/outgoing-port.ts';
import { readMbox } from '#electron/channels/email/read-mbox.ts';
import { type Arrival, type MailOutcome, takeMail } from '#electron/channels/email/take-mail.ts';
import { attemptsOf } from '#electron/channels/email/take-report.ts';
import { FolderWatch } from '#electron/channels/email/watch-folder.ts';
import { threadOfCase, type WriteFault, type WrittenAnswer, writeAnswer } from '#electron/channels/email/write-answer.ts';
import type { Deliverer, DeliveryFault, Left } from '#electron/channels/port.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** How many mails of a file became what; `opened` counts those of the received that made a new case. */
export interface TakenFile {
  readonly received: number;
  readonly opened: number;
  readonly repeats: number;
  readonly own: number;
  readonly keptAside: number;
}

/** One mail of a file, as soon as it is taken or kept aside. */
export type MailTaken = (place: string, outcome: MailOutcome) => void;

export type SendFault = WriteFault | ExportFault | 'no-export-folder';

type SentMessage = KnownEvent<'message.sent'>;

/**
 * E-mail by files and by servers: mails come in as `.eml` and `.mbox`, by hand, from a watched folder or from mailboxes;
 * answers leave from the account that was written to, or without accounts as `.eml` into a folder from which the
 * customer's own mail system sends them. The channel itself asks no server and keeps no password.
 */
export class EmailChannel implements Deliverer {
  readonly channel = 'email';
  readonly #parts: EmailParts;
  #settings: EmailSettings;
  readonly #reader: MailReader;
  #watch: FolderWatch | null = null;
  #line: Promise<unknown> = Promise.resolve();
  /** One change of the settings after another: of two at once both would begin to watch, and one would never be stopped. */
  #applying: Promise<void> = Promise.resolve();

  constructor(parts: EmailParts, settings: EmailSettings) {
    this.#parts = parts;
    this.#settings = settings;
    this.#reader = new MailReader({ logger: parts.logger });
  }

  get settings(): EmailSettings {
    return this.#settings;
  }

  /** The reader's thread is made with the first mail: many desks have none. */
  async start(): Promise<void> {
    await this.#watchFolder();
  }

  /** Mails under way are finished first. */
  async stop(): Promise<void> {
    await this.#applying;
    await this.#watch?.stop();
    this.#watch = null;
    await this.#line;
    await this.#reader.stop();
  }

  /** Goes on with other settings; another folder is watched from now on. */
  apply(settings: EmailSettings): Promise<void> {
    const applied = this.#applying.then(() => this.#apply(settings));
    this.#applying = applied.catch(() => undefined);
    return applied;
  }

  async #apply(settings: EmailSettings): Promise<void> {
    const moved = settings.watchFolder !== this.#settings.watchFolder;
    this.#settings = settings;
    if (!moved) return;
    await this.#watch?.stop();
    this.#watch = null;
    await this.#watchFolder();
  }

  async #watchFolder(): Promise<void> {
    const { book, logger, onWatch, quarantine } = this.#parts;
    const { watchFolder, watchEveryMs } = this.#settings;
    if (watchFolder === null) return onWatch(null);
    const watch = new FolderWatch({
      folder: watchFolder,
      book,
      take: async (file) => {
        await this.takeFile(file);
      },
      onState: onWatch,
      onFileFault: (file, detail) => {
        const fault: MailFault = { code: 'unreadable', detail };
        quarantine({ place: file, fault, raw: null }).catch((cause: unknown) => logger.error('watch: not kept aside', { cause: String(cause) }));
      },
      logger,
      ...(watchEveryMs === undefined ? {} : { everyMs: watchEveryMs }),
    });
    this.#watch = watch;
    await watch.start();
  }

  /** Takes one mail; `place` says where it came from, `arrival` how, where a server gave it. Mails are taken one after another. */
  takeMail(bytes: Uint8Array, place: string, arrival: Arrival | null = null): Promise<MailOutcome> {
    const taken = this.#line.then(async (): Promise<MailOutcome> => {
      const read = await this.#reader.read(bytes);
      if (read.ok) return takeMail(this.#parts, this.#settings, read.value, bytes, place, arrival);
      const raw = bytes.length > mailLimits.bytes ? null : bytes;
      await this.#parts.quarantine({ place, fault: read.error, raw });
      return { kind: 'kept-aside', fault: read.error };
    });
    this.#line = taken.catch(() => undefined);
    return taken;
  }

  /** Takes all mails of a file by its ending; rejects when the file cannot be read or the desk not written to. */
  async takeFile(file: string, onMail?: MailTaken): Promise<TakenFile> {
    if (/\.mbox$/i.test(file)) return this.takeBox(createReadStream(file), file, onMail);
    const { size } = await stat(file);
    if (size > mailLimits.bytes) return this.#count(onMail, (told) => this.#tooLarge(file, size, told));
    return this.#count(onMail, async (told) => told(file, await this.takeMail(await readFile(file), file)));
  }

  /** Takes the mails of a mailbox as it streams by; no more of it than one mail is ever held. */
  takeBox(stream: Readable, name: string, onMail?: MailTaken): Promise<TakenFile> {
    return this.#count(onMail, async (told) => {
      for await (const { number, offset, size, bytes } of readMbox(stream)) {
        const place = `${name}, mail ${number} at byte ${offset}`;
        if (bytes === null) await this.#tooLarge(place, size, told);
        else told(place, await this.takeMail(bytes, place));
      }
    });
  }

  async #tooLarge(place: string, size: number, told: MailTaken): Promise<void> {
    const fault: MailFault = { code: 'too-large', detail: `it has ${size} bytes, ${mailLimits.bytes} is the limit` };
    await this.#parts.quarantine({ place, fault, raw: null });
    told(place, { kind: 'kept-aside', fault });
  }

  async #count(onMail: MailTaken | undefined, work: (told: MailTaken) => Promise<void>): Promise<TakenFile> {
    const counts = { received: 0, opened: 0, repeats: 0, own: 0, keptAside: 0 };
    await work((place, outcome) => {
      if (outcome.kind === 'received') counts.received += 1;
      else if (outcome.kind === 'repeat') counts.repeats += 1;
      // A bounce speaks of the desk's own mail.
      else if (outcome.kind === 'own' || outcome.kind === 'report') counts.own += 1;
      else counts.keptAside += 1;
      if (outcome.kind === 'received' && outcome.opened) counts.opened += 1;
      onMail?.(place, outcome);
    });
    this.#parts.logger.info('count: taken', counts);
    return counts;
  }

  /** Whether this machine knows whom the case is with, and has a way out to them. */
  async takes(caseId: CaseId): Promise<boolean> {
    const { feed, outgoing } = this.#parts;
    const { exportFolder, own } = this.#settings;
    const hasWay = (outgoing?.own().length ?? 0) > 0 || (exportFolder !== null && own.length > 0);
    return hasWay && (await threadOfCase(this.#parts, await feed.read(caseId))) !== null;
  }

  /** Sends a message of the desk from the account that its thread came to, or writes it into the export folder where there are no accounts. */
  async deliver(caseId: CaseId, sent: SentMessage): Promise<Result<Left, DeliveryFault>> {
    const sender = await this.#senderFor(caseId);
    if (sender !== null) return this.#send(caseId, sent, sender);
    const written = await this.write(caseId, sent);
    // A file is written whole or not at all, so that a failure is sure.
    return written.ok ? ok('sent') : fail({ state: 'failed', reason: written.error });
  }

  async #senderFor(caseId: CaseId): Promise<MailSender | null> {
    const { feed, outgoing } = this.#parts;
    if (outgoing === undefined || outgoing.own().length === 0) return null;
    const found = await threadOfCase(this.#parts, await feed.read(caseId));
    return outgoing.senderOf(found?.facts.own ?? null);
  }

  async #send(caseId: CaseId, sent: SentMessage, sender: MailSender): Promise<Result<Left, DeliveryFault>> {
    const { logger } = this.#parts;
    const written = await writeAnswer(this.#parts, caseId, sent, { name: sender.name, address: sender.address }, sender);
    if (!written.ok) return fail({ state: 'failed', reason: written.error });
    // Before it leaves: an answer, or a bounce, may be there before the server's word is.
    await this.#tie(written.value);
    const left = await sender.send(written.value.mail);
    if (left.ok) {
      const { refused } = left.value;
      const { customer, sentOnTo, thread, messageId } = written.value;
      const back = sentOnTo.filter((address) => refused.includes(address));
      if (back.length > 0) {
        const attempt = attemptsOf(await this.#parts.feed.read(caseId), sent.id);
        await this.#parts.book.tie(
          thread,
          back.map((address) => backLink(messageId, address, attempt)),
        );
      }
      if (refused.includes(customer) || (sentOnTo.length > 0 && back.length === sentOnTo.length)) return fail({ state: 'failed', reason: 'recipient-refused' });
      if (refused.length > 0) logger.warn('send: not taken for somebody beside the customer', { case: caseId, count: refused.length });
      return ok(refused.length > 0 ? 'sent-in-part' : 'sent');
    }
    return left;
  }

  /** What the customer answers to it belongs here, also where their program sends no References; so does what tells of it. */
  async #tie({ thread, customer, messageId, token, beside, sentOnTo }: WrittenAnswer): Promise<void> {
    await this.#parts.book.tie(thread, [
      linkOf(customer, messageId),
      sentLink(messageId),
      ...(token === null ? [] : [tokenLink(customer, token)]),
      ...beside.flatMap((address) => [
        // A bounce of what was sent on to one makes it fail; one of a copy, or of one of several, does not.
        ...(sentOnTo.includes(address) && sentOnTo.length === 1 ? [] : [sentLink(messageId, address)]),
        linkOf(address, messageId),
        ...(token === null ? [] : [tokenLink(address, token)]),
      ]),
    ]);
  }

  /** The file that an answer was written to; the same message again is the same file. */
  async write(caseId: CaseId, sent: SentMessage): Promise<Result<string, SendFault>> {
    const { exportFolder, own } = this.#settings;
    const [from] = own;
    if (exportFolder === null) return fail('no-export-folder');
    if (!from) return fail('no-own-address');
    const answer = await writeAnswer(this.#parts, caseId, sent, from, null);
    if (!answer.ok) return answer;
    const written = await writeExport(exportFolder, `answer-${sent.id.replace(/[^A-Za-z0-9-]/g, '')}.eml`, answer.value.mail.bytes);
    if (!written.ok) return written;
    await this.#tie(answer.value);
    return ok(written.value);
  }
}
