import { Worker } from 'node:worker_threads';
import { type MailFault, type MailMessage, mailLimits } from '#electron/channels/email/mail-message.ts';
import type { MailView } from '#electron/channels/email/mail-view.ts';
import type { MailRequest, MailWorkerMessage } from '#electron/channels/email/mail-worker.ts';
import { workerUrl } from '#electron/sqlite/worker-url.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, type Result } from '#shared/lib/result.ts';

/**
 * A worker thread and not a process: a fork of Node is not to be had in a packaged Electron whose fuses forbid it, and
 * Electron's own utility processes are not to be had in the browser edition. A thread is ended in the midst of an
 * endless loop all the same, and its heap has a bound of its own. The database workers' client is not used here: it
 * asks a worker to stop, which one in a loop never hears.
 */

interface Options {
  readonly logger: Logger;
  /** How long a mail may take, in ms. */
  readonly ms?: number;
  /** The thread's own heap, in MiB; bytes of attachments lie outside and are bounded by a mail's size. */
  readonly heapMib?: number;
  readonly worker?: URL;
}

type Read = Result<MailMessage, MailFault>;
type View = Result<MailView, MailFault>;

const readOf = (message: MailWorkerMessage): Read | null => ('read' in message ? message.read : null);
const viewOf = (message: MailWorkerMessage): View | null => ('view' in message ? message.view : null);

/** Below the 256 MiB that a parser may take, with the mail itself beside it. */
const HEAP_MIB = 160;

const stopped: MailFault = { code: 'unreadable', detail: 'the reader was stopped' };

function faultOf(cause: Error & { readonly code?: string }): MailFault {
  if (cause.code !== 'ERR_WORKER_OUT_OF_MEMORY') return { code: 'unreadable', detail: cause.message.slice(0, 200) };
  return { code: 'too-much-memory', detail: 'reading it took more memory than a mail may take' };
}

/** Reads mails in a thread that is ended and made anew when a mail breaks its limits. Mails are read one after another. */
export class MailReader {
  readonly #options: Options;
  #line: Promise<unknown> = Promise.resolve();
  #worker: Promise<Worker> | null = null;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Fulfilled when mails can be read at once; without it the first mail waits for its thread. */
  async start(): Promise<void> {
    this.#stopped = false;
    await this.#ready();
  }

  /** Ends the thread; a mail under way is answered as unreadable. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const worker = this.#worker;
    this.#worker = null;
    await (await worker?.catch(() => undefined))?.terminate();
  }

  /** The mail, or which limit it broke and where. Rejects only when no thread can be had. The bytes stay the caller's. */
  read(bytes: Uint8Array): Promise<Read> {
    return this.#inLine(bytes, (read) => ({ read }), readOf);
  }

  /** The mail as a screen may have it, or which limit it broke and where; otherwise like `read`. */
  view(bytes: Uint8Array): Promise<View> {
    return this.#inLine(bytes, (view) => ({ view }), viewOf);
  }

  #inLine<T>(
    bytes: Uint8Array,
    request: (bytes: Uint8Array) => MailRequest,
    answerOf: (message: MailWorkerMessage) => Result<T, MailFault> | null,
  ): Promise<Result<T, MailFault>> {
    if (bytes.length > mailLimits.bytes) {
      return Promise.resolve(fail({ code: 'too-large', detail: `it has ${bytes.length} bytes, ${mailLimits.bytes} is the limit` }));
    }
    const asked = this.#line.then(() => this.#ask(bytes, request, answerOf));
    this.#line = asked.catch(() => undefined);
    return asked;
  }

  async #ask<T>(
    bytes: Uint8Array,
    request: (bytes: Uint8Array) => MailRequest,
    answerOf: (message: MailWorkerMessage) => Result<T, MailFault> | null,
  ): Promise<Result<T, MailFault>> {
    if (this.#stopped) return fail(stopped);
    const worker = await this.#ready();
    const { ms = mailLimits.ms, logger } = this.#options;
    const copy = Uint8Array.from(bytes);
    return new Promise((resolve) => {
      const heard = (message: MailWorkerMessage) => {
        const answer = answerOf(message);
        if (answer) settle(answer, false);
      };
      const failed = (cause: Error & { readonly code?: string }) => settle(fail(faultOf(cause)), true);
      const ended = (code: number) => settle(fail(this.#stopped ? stopped : { code: 'unreadable', detail: `its thread ended with ${code}` }), true);
      // An answer that came while this thread was busy is taken before the clock's word.
      const late = () => setImmediate(() => settle(fail({ code: 'too-slow', detail: `it took longer than ${ms} ms` }), true));
      const timer = setTimeout(late, ms);
      const settle = (answer: Result<T, MailFault>, over: boolean) => {
        clearTimeout(timer);
        worker.off('message', heard).off('error', failed).off('messageerror', failed).off('exit', ended);
        if (over) {
          this.#worker = null;
          void worker.terminate();
          if (!answer.ok) logger.warn('ask: given up', { code: answer.error.code });
        }
        resolve(answer);
      };
      worker.on('message', heard).on('error', failed).on('messageerror', failed).on('exit', ended);
      worker.postMessage(request(copy), [copy.buffer]);
    });
  }

  #ready(): Promise<Worker> {
    if (this.#worker) return this.#worker;
    const opened = this.#open(() => {
      if (this.#worker !== opened) return;
      this.#worker = null;
      this.#options.logger.warn('thread: gone');
    });
    this.#worker = opened;
    return opened;
  }

  #open(onGone: () => void): Promise<Worker> {
    const worker = new Worker(this.#options.worker ?? workerUrl('channels/email/mail-worker'), {
      name: 'mail',
      env: {},
      // What a stranger's mail runs through finds no secrets, and its last words no terminal.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: this.#options.heapMib ?? HEAP_MIB, maxYoungGenerationSizeMb: 16 },
    });
    // A thread may die between two mails too: nothing that happens to it may end the host.
    worker.on('error', onGone).on('exit', onGone);
    return new Promise((resolve, reject) => {
      const ended = (code: number) => reject(new Error(`the mail thread ended with ${code} before it was ready`));
      worker.once('error', reject).once('exit', ended);
      worker.once('message', () => {
        worker.off('error', reject).off('exit', ended);
        resolve(worker);
      });
    });
  }
}
