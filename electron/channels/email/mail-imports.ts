import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { EmailChannel, MailTaken } from '#electron/channels/email/email-channel.ts';
import { mailLimits } from '#electron/channels/email/mail-message.ts';
import type { CaseId, NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** How far an import is. What was refused is listed up to a bound, and counted; the cases that took mails are named up to a bound, each once. */
export interface ImportProgress {
  readonly mails: number;
  readonly opened: number;
  readonly added: number;
  readonly repeats: number;
  readonly own: number;
  readonly refused: number;
  readonly refusals: readonly { readonly place: string; readonly code: string; readonly detail: string }[];
  readonly cases: readonly CaseId[];
}

export type ImportFault = 'not-a-mail-file' | 'too-large' | 'empty' | 'too-many' | 'incomplete' | 'failed';

const MAX_BOX = 4 * 1024 ** 3;
const MAX_UNDER_WAY = 3;
const MAX_REFUSALS = 200;
const MAX_CASES = 20;
/** What a mailbox's stream holds before the sender is made to wait. */
const HELD = 1024 * 1024;

interface Import {
  readonly owner: string;
  readonly size: number;
  readonly stream: PassThrough;
  readonly done: Promise<void>;
  received: number;
  progress: ImportProgress;
  failed: boolean;
}

const nothing: ImportProgress = { mails: 0, opened: 0, added: 0, repeats: 0, own: 0, refused: 0, refusals: [], cases: [] };

function counted(before: ImportProgress, place: string, outcome: Parameters<MailTaken>[1]): ImportProgress {
  const { mails, opened, added, repeats, own, refused, refusals, cases } = before;
  const next = { ...before, mails: mails + 1 };
  switch (outcome.kind) {
    case 'received': {
      const named = cases.includes(outcome.caseId) || cases.length >= MAX_CASES ? cases : [...cases, outcome.caseId];
      return outcome.opened ? { ...next, opened: opened + 1, cases: named } : { ...next, added: added + 1, cases: named };
    }
    case 'repeat':
      return { ...next, repeats: repeats + 1 };
    case 'own':
    // It speaks of the desk's own mail.
    case 'report':
      return { ...next, own: own + 1 };
    case 'kept-aside':
      return { ...next, refused: refused + 1, refusals: refusals.length < MAX_REFUSALS ? [...refusals, { place, ...outcome.fault }] : refusals };
  }
}

/**
 * Files of mails that come from a console in pieces. A mailbox is taken as it streams by: each piece is answered once
 * there is room for the next, so that a file of any size costs no more memory than a mail.
 */
export class MailImports {
  readonly #channel: Pick<EmailChannel, 'takeMail' | 'takeBox'>;
  readonly #newId: NewId;
  readonly #logger: Logger;
  readonly #imports = new Map<string, Import>();

  constructor(channel: Pick<EmailChannel, 'takeMail' | 'takeBox'>, newId: NewId, logger: Logger) {
    this.#channel = channel;
    this.#newId = newId;
    this.#logger = logger;
  }

  begin(owner: string, name: string, size: number): Result<string, ImportFault> {
    const file = name.split(/[\\/]/).at(-1) ?? '';
    const box = /\.mbox$/i.test(file);
    if (!box && !/\.eml$/i.test(file)) return fail('not-a-mail-file');
    if (size === 0) return fail('empty');
    if (size > (box ? MAX_BOX : mailLimits.bytes)) return fail('too-large');
    if ([...this.#imports.values()].filter((other) => other.owner === owner).length >= MAX_UNDER_WAY) return fail('too-many');
    const id = this.#newId();
    const stream = new PassThrough({ highWaterMark: HELD });
    // A sender that goes away ends the stream; whoever reads it hears of it there.
    stream.on('error', () => undefined);
    const under: Import = { owner, size, stream, received: 0, progress: nothing, failed: false, done: Promise.resolve() };
    const onMail: MailTaken = (place, outcome) => {
      under.progress = counted(under.progress, place, outcome);
    };
    const taking = box ? this.#channel.takeBox(stream, file, onMail) : this.#takeOne(stream, file, onMail);
    const done = taking.then(
      () => undefined,
      (cause: unknown) => {
        under.failed = true;
        stream.destroy();
        if (under.received < size) return;
        this.#logger.error('import: failed', { cause: String(cause) });
      },
    );
    this.#imports.set(id, Object.assign(under, { done }));
    return ok(id);
  }

  async #takeOne(stream: PassThrough, file: string, onMail: MailTaken): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(piece as Buffer);
    onMail(file, await this.#channel.takeMail(Buffer.concat(pieces), file));
  }

  /** Fulfilled when there is room for the next piece. */
  async chunk(owner: string, id: string, data: Uint8Array): Promise<Result<ImportProgress, ImportFault>> {
    const under = this.#of(owner, id);
    if (!under) return fail('incomplete');
    under.received += data.length;
    if (under.received > under.size) {
      this.#end(id, under);
      return fail('too-large');
    }
    if (!under.failed && !under.stream.write(data)) await Promise.race([once(under.stream, 'drain').catch(() => undefined), under.done]);
    if (!under.failed) return ok(under.progress);
    this.#imports.delete(id);
    return fail('failed');
  }

  /** Fulfilled when every mail is taken or kept aside. */
  async finish(owner: string, id: string): Promise<Result<ImportProgress, ImportFault>> {
    const under = this.#of(owner, id);
    if (!under || under.received !== under.size) {
      if (under) this.#end(id, under);
      return fail('incomplete');
    }
    under.stream.end();
    await under.done;
    this.#imports.delete(id);
    return under.failed ? fail('failed') : ok(under.progress);
  }

  /** Ends what a session that is gone had under way; mails that were taken stay. */
  drop(owner: string): void {
    for (const [id, under] of this.#imports) if (under.owner === owner) this.#end(id, under);
  }

  stop(): void {
    for (const [id, under] of this.#imports) this.#end(id, under);
  }

  #end(id: string, under: Import): void {
    under.stream.destroy();
    this.#imports.delete(id);
  }

  #of(owner: string, id: string): Import | undefined {
    const under = this.#imports.get(id);
    return under?.owner === owner ? under : undefined;
  }
}
