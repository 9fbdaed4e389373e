import { createHash } from 'node:crypto';
import { guessQueue } from '#electron/channels/guess-queue.ts';
import type { CaseFeed, Deliverer, DeliveryFault, Intake } from '#electron/channels/port.ts';
import {
  readThread,
  type SocialPlace,
  type SocialProvider,
  type SocialPush,
  type SocialReceipt,
  type SocialRequest,
  type ThreadPlace,
  threadOf,
} from '#electron/channels/social-port.ts';
import { takeMedia } from '#electron/channels/take-media.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import type { CaseCommand } from '#shared/case/commands.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import type { BlobHash, CaseId, CommandId, EventId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** Where a channel's files go through. */
export interface ChannelFiles {
  /** Sniffs the bytes, refuses what the desk does not allow, seals and keeps them under the case's key. */
  keep(caseId: CaseId, name: string, bytes: Uint8Array): Promise<Result<Attachment, string>>;
  read(caseId: CaseId, blob: BlobHash): Promise<Uint8Array | null>;
}

export interface SocialParts {
  readonly intake: Intake;
  readonly feed: CaseFeed;
  readonly files: ChannelFiles;
  /** A name for a value that is not to stand in the log: the same on every machine of the desk, and it tells nothing. */
  readonly pseudonym: (value: string) => Promise<string>;
  readonly logger: Logger;
}

interface Kind {
  readonly channel: ChannelKind;
  /** A stable code for one of the provider's own; null where it is none that is known. */
  readonly reasonOf: (errcode: number) => string | null;
}

const hasHan = (text: string) => /\p{Script=Han}/u.test(text);

/** Where customers are known by their own phone number. */
const byNumber: readonly ChannelKind[] = ['whatsapp'];

/**
 * A channel of a social platform with its accounts. What is pushed becomes a case's message once, however often and on
 * however many machines it comes; what leaves goes by the account of its thread, in public or to the customer alone;
 * receipts put on record how far it got.
 */
export class SocialChannel implements Deliverer {
  readonly channel: ChannelKind;
  readonly #kind: Kind;
  readonly #parts: SocialParts;
  readonly #accounts = new Map<string | null, SocialProvider>();
  /** The last push of each thread that is being taken: files take their time, and a later word must not overtake them. */
  readonly #lines = new Map<string, Promise<void>>();

  constructor(kind: Kind, parts: SocialParts) {
    this.channel = kind.channel;
    this.#kind = kind;
    this.#parts = parts;
  }

  /** Serves an account from now on; null is the one of threads without. Answers the way to let go of it. */
  attach(account: string | null, provider: SocialProvider): () => void {
    this.#accounts.set(account, provider);
    const stops = [provider.onPush((push) => this.#inLine(account, push)), provider.onReceipt((receipt) => this.#told(account, receipt))];
    return () => {
      for (const stop of stops) stop();
      if (this.#accounts.get(account) === provider) this.#accounts.delete(account);
    };
  }

  async #threadOf(user: string, place: SocialPlace, account: string | null): Promise<string> {
    return threadOf(byNumber.includes(this.channel) ? await this.#parts.pseudonym(user) : user, place, account);
  }

  async #inLine(account: string | null, push: SocialPush): Promise<void> {
    const thread = await this.#threadOf(push.user, push.place, account);
    const before = this.#lines.get(thread) ?? Promise.resolve();
    const taking = before.then(() => this.#receive(account, thread, push));
    const settled = taking.catch(() => undefined);
    this.#lines.set(thread, settled);
    void settled.then(() => {
      if (this.#lines.get(thread) === settled) this.#lines.delete(thread);
    });
    return taking;
  }

  async #receive(account: string | null, thread: string, push: SocialPush): Promise<void> {
    const { intake, files, logger } = this.#parts;
    const { msgId, user, nickname, text, place, bound, at } = push;
    const language = push.language ?? (hasHan(text) ? 'zh-CN' : 'en');
    const media = push.media ?? [];
    const { kept, words } = media.length === 0 ? { kept: [], words: [] } : await takeMedia(media, language, files, await intake.caseFor(this.channel, thread));
    const received = await intake.receive({
      channel: this.channel,
      thread,
      queue: guessQueue(text),
      language,
      text: [text, ...words].filter((part) => part !== '').join('\n'),
      attachments: kept,
      commandId: createHash('sha256')
        .update(account === null ? `${this.channel} ${msgId}` : `${this.channel} ${account} ${msgId}`)
        .digest('hex') as CommandId,
      providerId: msgId.slice(0, 200),
      wroteAt: at,
      visibility: place.kind === 'comment' ? 'public' : 'private',
      contactName: nickname.slice(0, 200),
      ...(push.address === undefined ? {} : { contactAddress: push.address }),
      ...(byNumber.includes(this.channel) ? { reach: user } : {}),
      ...(bound === undefined ? {} : { customer: bound }),
    });
    // What the desk does not want would not be wanted at the next push either.
    if (!received.ok) logger.warn('receive: refused', { channel: this.channel, code: received.error.code });
  }

  /** Puts on record how far a message got; what is told late never takes back what is known. */
  async #told(account: string | null, receipt: SocialReceipt): Promise<void> {
    const { intake, feed } = this.#parts;
    const { clientId, state = 'delivered' } = receipt;
    const thread = await this.#threadOf(receipt.user, receipt.place, account);
    const caseId = await intake.caseFor(this.channel, thread);
    const message = clientId as EventId;
    // Another machine of the desk may have sent it just now.
    await feed.catchUp(caseId);
    const events = await feed.read(caseId);
    const reached = foldCase(undefined, events)?.delivery[message]?.state;
    // Each attempt has receipts of its own.
    const again = events.filter((event) => event.type === 'message.delivery' && event.body.message === message && event.body.state === 'queued').length;
    const act = (actor: Actor, what: string, command: CaseCommand) =>
      feed.act(caseId, actor, `${clientId} ${what}${again === 0 ? '' : ` ${again}`}` as CommandId, command);
    const system: Actor = { kind: 'system', id: this.channel };
    if (state === 'failed') {
      if (reached === 'delivered') return;
      await act(system, 'refused later', { type: 'recordDelivery', message, state: 'failed', reason: (receipt.reason ?? 'failed').slice(0, 500) });
      return;
    }
    if (reached !== 'delivered') await act(system, 'shown', { type: 'recordDelivery', message, state: 'delivered' });
    if (state === 'read')
      await act({ kind: 'customer', id: createHash('sha256').update(thread).digest('hex') }, 'read', { type: 'markRead', by: 'customer', upTo: message });
  }

  /** Whether this machine serves the account of the case's thread. */
  async takes(caseId: CaseId): Promise<boolean> {
    const at = (await this.#opening(caseId))?.at;
    return at != null && this.#accounts.has(at.account);
  }

  async #opening(caseId: CaseId): Promise<{ readonly at: ThreadPlace | null; readonly reach: BlobHash | null } | null> {
    const opening = (await this.#parts.feed.read(caseId)).find((event) => event.type === 'case.opened');
    return opening?.type === 'case.opened' ? { at: readThread(opening.body.thread), reach: opening.content?.reach ?? null } : null;
  }

  /** Whom the provider knows the customer as; null where that was erased. */
  async #userOf(caseId: CaseId, at: ThreadPlace, reach: BlobHash | null): Promise<string | null> {
    if (!byNumber.includes(this.channel)) return at.user;
    const bytes = reach === null ? null : await this.#parts.files.read(caseId, reach);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  async deliver(caseId: CaseId, sent: KnownEvent<'message.sent'>): Promise<Result<'sent' | 'delivered', DeliveryFault>> {
    const { intake, files } = this.#parts;
    const opening = await this.#opening(caseId);
    const at = opening?.at ?? null;
    const user = at && (await this.#userOf(caseId, at, opening?.reach ?? null));
    if (!at || user === null) return fail({ state: 'failed', reason: 'unknown-thread' });
    const provider = this.#accounts.get(at.account);
    if (!provider) return fail({ state: 'failed', reason: 'account-off' });
    if (!sent.content) return fail({ state: 'failed', reason: 'message-unreadable' });
    const place: SocialPlace = sent.body.visibility === 'public' ? at.place : { kind: 'private' };
    const attached: NonNullable<SocialRequest['files']>[number][] = [];
    for (const { blob, name, type } of sent.content.attachments) {
      const bytes = await files.read(caseId, blob);
      if (bytes === null) return fail({ state: 'failed', reason: 'attachment-missing' });
      attached.push({ name, type, bytes });
    }
    // What the customer writes back to a thread that was moved belongs to the same case.
    if (place.kind !== at.place.kind) await intake.bind(this.channel, threadOf(at.user, place, at.account), caseId);
    const { template } = sent.body;
    const answer = await provider.send({
      ...{ clientId: sent.id, user, place, text: sent.content.text },
      ...(attached.length === 0 ? {} : { files: attached }),
      ...(template === undefined ? {} : { template: { ...template, values: sent.content.values ?? [] } }),
    });
    return answer.errcode === 0 ? ok('sent') : fail({ state: 'failed', reason: this.#reason(answer.errcode) });
  }

  #reason(code: number): string {
    this.#parts.logger.warn('deliver: refused by the provider', { channel: this.channel, code });
    return this.#kind.reasonOf(code) ?? `code-${code}`;
  }
}
