import type { MailBook, MailCursor, MailThread, TiedThread } from '#electron/channels/email/mail-book.ts';
import type { MailBookHandlers, MailBookWorkerData } from '#electron/channels/email/mail-book-worker.ts';
import { WorkerClient } from '#electron/sqlite/worker.ts';
import { workerUrl } from '#electron/sqlite/worker-url.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Options {
  readonly file: string;
  /** 32 bytes: the file holds customers' addresses. */
  readonly key: Uint8Array;
  readonly logger: Logger;
}

/** The book in an encrypted file of its own. */
export class SqliteMailBook implements MailBook {
  readonly #worker: WorkerClient<MailBookHandlers>;

  constructor({ file, key, logger }: Options) {
    this.#worker = new WorkerClient({
      url: workerUrl('channels/email/mail-book-worker'),
      data: { file, key } satisfies MailBookWorkerData,
      name: 'mail-book',
      logger,
    });
  }

  start(): Promise<void> {
    return this.#worker.start();
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  threadsOf(links: readonly string[]): Promise<readonly TiedThread[]> {
    return this.#worker.call('threadsOf', links);
  }

  tie(thread: string, links: readonly string[]): Promise<void> {
    return this.#worker.call('tie', thread, links);
  }

  join(from: string, into: string): Promise<void> {
    return this.#worker.call('join', from, into);
  }

  readThread(thread: string): Promise<MailThread | null> {
    return this.#worker.call('readThread', thread);
  }

  writeThread(thread: string, facts: MailThread): Promise<void> {
    return this.#worker.call('writeThread', thread, facts);
  }

  forgetThread(thread: string): Promise<void> {
    return this.#worker.call('forgetThread', thread);
  }

  taken(hash: string): Promise<boolean> {
    return this.#worker.call('taken', hash);
  }

  markTaken(hash: string): Promise<void> {
    return this.#worker.call('markTaken', hash);
  }

  cursor(mailbox: string): Promise<MailCursor | null> {
    return this.#worker.call('cursor', mailbox);
  }

  moveCursor(mailbox: string, cursor: MailCursor): Promise<void> {
    return this.#worker.call('moveCursor', mailbox, cursor);
  }
}
