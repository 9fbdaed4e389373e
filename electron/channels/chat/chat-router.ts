import { createHash } from 'node:crypto';
import { implement } from '@orpc/server';
import { type ChatSettings, type LiveChatSettings, plainChat } from '#electron/channels/chat/chat-settings.ts';
import { toChatMessage, type WaitingLine, watchThread } from '#electron/channels/chat/chat-thread.ts';
import { RateLimit } from '#electron/channels/chat/rate-limit.ts';
import { guessQueue } from '#electron/channels/guess-queue.ts';
import type { CaseFeed, Intake } from '#electron/channels/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { OpeningForm } from '#shared/case/channel.ts';
import type { CaseState } from '#shared/case/state.ts';
import { type ChatContact, chatContract, type PhoneText } from '#shared/contract/chat-contract.ts';
import type { UploadFault } from '#shared/contract/errors.ts';
import { BLOCKED_TAG } from '#shared/desk/blocked-tag.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { BlobHash, CaseId, CommandId, CustomerId, EventId, NewId, PersonId } from '#shared/lib/ids.ts';
import type { Language, Localized } from '#shared/lib/localized.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Result } from '#shared/lib/result.ts';
import { HOUR, MINUTE } from '#shared/lib/time.ts';
import type { MaskedText } from '#shared/wallet/tokens.ts';

/** Whose page it is: the thread of a visitor's secret, and who they are where a signed link said so. */
export interface ChatContext {
  readonly thread: string;
  readonly customer?: CustomerId;
  readonly contactName?: string;
}

/** The screen of a demo customer's phone. */
export interface ChatPhone {
  /** Changes whenever a text may have come. */
  readonly changed: { follow(signal: AbortSignal | undefined): AsyncGenerator<unknown> };
  /** Whom the desk takes the customer of a case for. */
  customerOf(caseId: CaseId): Promise<CustomerId | null>;
  /** What came lately, newest first. */
  texts(customer: CustomerId): Promise<readonly PhoneText[]>;
}

/** What the chat channel needs of the desk. */
export interface ChatParts {
  readonly intake: Intake;
  readonly feed: CaseFeed;
  readonly uploads: {
    begin(owner: string, caseId: CaseId, name: string, size: number): Result<{ readonly upload: string }, UploadFault>;
    chunk(owner: string, upload: string, data: Uint8Array): Result<{ readonly received: number }, UploadFault>;
    finish(owner: string, upload: string): Promise<Result<Attachment, UploadFault>>;
    read(caseId: CaseId, blob: BlobHash): Promise<Uint8Array | null>;
    holds(caseId: CaseId, attachment: Attachment): Promise<boolean>;
  };
  readonly nameOf: (person: PersonId) => Localized | null;
  readonly line: WaitingLine;
  /** A case as it stands; null for one that was not opened yet. */
  readonly stateOf: (caseId: CaseId) => Promise<CaseState | null>;
  /** Whether the desk takes nothing more from this customer, wherever they write from. */
  readonly isBlocked: (customer: CustomerId) => Promise<boolean>;
  /** Whether it is business hours and somebody is there. */
  readonly isStaffed: () => Promise<boolean>;
  /** Takes out of a text what no log may hold. */
  readonly mask: (text: string) => Promise<MaskedText>;
  /** Null on a desk whose customers have phones of their own. */
  readonly phone: ChatPhone | null;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

const MESSAGES_A_MINUTE = 240;
const UPLOADS_AN_HOUR = 20;
const system: Actor = { kind: 'system', id: 'chat' };

/** What a page knows a thread by: no step leads back from it to the visitor's secret or to the desk's name of the thread. */
const markOf = ({ thread }: ChatContext): string => createHash('sha256').update(`mark ${thread}`).digest('base64url').slice(0, 22);

/** Whether words were written in another thread than the one that a page is connected to by now. */
const isElsewhere = (context: ChatContext, mark: string | undefined): boolean => mark !== undefined && mark !== markOf(context);

/** What a case opens with that a form asked for, and which form that was. */
function openingOf(contact: ChatContact, language: Language, settings: ChatSettings, away: boolean) {
  const { name, email, phone, topic } = contact;
  const address = [
    ...(email === undefined ? [] : [{ kind: 'email' as const, raw: email }]),
    ...(phone === undefined ? [] : [{ kind: 'phone' as const, raw: phone }]),
  ];
  const chosen = settings.form?.topics.find(({ queue }) => queue === topic);
  const form: OpeningForm | null = away ? 'away' : Object.keys(contact).length > 0 ? 'before' : null;
  return {
    ...(form === null ? {} : { form }),
    ...(name === undefined || name.trim() === '' ? {} : { contactName: name.trim() }),
    ...(address.length === 0 ? {} : { contactAddress: address }),
    ...(chosen === undefined ? {} : { queue: chosen.queue, subject: chosen.name[language] }),
  };
}

/** What a first message lacks that the desk asks for: the field, or null. */
function lackOf(contact: ChatContact, settings: ChatSettings, away: boolean): string | null {
  if (away) return contact.email === undefined && contact.phone === undefined ? 'contact' : null;
  const missing = settings.form?.fields.find(({ field, required }) => required && (contact[field] ?? '').trim() === '');
  if (missing !== undefined) return `contact.${missing.field}`;
  const { topic } = contact;
  return topic !== undefined && !settings.form?.topics.some(({ queue }) => queue === topic) ? 'contact.topic' : null;
}

/** The table of handlers behind the customer's page. A page sees its own thread and nothing of the desk's notes and steps. */
export function makeChatRouter(parts: ChatParts, live: LiveChatSettings = { value: plainChat }) {
  const os = implement(chatContract).$context<ChatContext>();
  const { intake, feed, uploads, clock, newId, logger } = parts;
  const messages = new RateLimit(MESSAGES_A_MINUTE, MINUTE, clock);
  const files = new RateLimit(UPLOADS_AN_HOUR, HOUR, clock);
  const caseOf = (context: ChatContext) => intake.caseFor('chat', context.thread);

  /** Whether a person at the desk shut this visitor out. */
  const isShut = async ({ customer }: ChatContext, state: CaseState | null) =>
    state?.tags.includes(BLOCKED_TAG) === true || (customer !== undefined && (await parts.isBlocked(customer)));

  const delivered = (caseId: CaseId, ids: readonly EventId[]) => {
    for (const message of ids) {
      feed
        .act(caseId, system, newId() as CommandId, { type: 'recordDelivery', message, state: 'delivered' })
        .catch((cause: unknown) => logger.warn('delivered: not recorded', { cause: String(cause) }));
    }
  };

  const tellTyping = async (context: ChatContext, over: boolean) => {
    const caseId = await caseOf(context);
    if (!(await isShut(context, await parts.stateOf(caseId)))) feed.typing(caseId, 'customer', over);
    return {};
  };

  return os.router({
    follow: os.follow.handler(async function* ({ input, context, signal }) {
      const caseId = await caseOf(context);
      const { nameOf, line } = parts;
      // An older page takes no frame that it does not know.
      if (input.marked === true) yield { kind: 'thread', mark: markOf(context) };
      yield* watchThread({ feed, nameOf, line, clock, onShown: (ids) => delivered(caseId, ids) }, caseId, input.after, signal);
    }),
    send: os.send.handler(async ({ input, context, errors }) => {
      if (isElsewhere(context, input.mark)) throw errors.BAD_INPUT({ data: { place: 'mark', fault: 'another-thread' } });
      if (!messages.take(context.thread)) throw errors.BAD_INPUT({ data: { place: 'send', fault: 'too-many-messages' } });
      const caseId = await caseOf(context);
      const state = await parts.stateOf(caseId);
      if (await isShut(context, state)) throw errors.NOT_ALLOWED();
      const settings = live.value;
      const contact = state === null ? (input.contact ?? {}) : {};
      const away = state === null && settings.offline === 'form' && !(await parts.isStaffed());
      if (state === null) {
        const lack = lackOf(contact, settings, away);
        if (lack !== null) throw errors.BAD_INPUT({ data: { place: lack, fault: away ? 'needed-while-away' : 'needed' } });
      }
      for (const [index, file] of input.attachments.entries()) {
        if (!(await uploads.holds(caseId, file))) throw errors.BAD_INPUT({ data: { place: `attachments.${index}`, fault: 'unknown-attachment' } });
      }
      const received = await intake.receive({
        channel: 'chat',
        thread: context.thread,
        queue: guessQueue(input.text),
        language: input.language,
        text: input.text,
        attachments: input.attachments,
        commandId: input.commandId,
        ...openingOf(contact, input.language, settings, away),
        ...(context.customer === undefined ? {} : { customer: context.customer }),
        ...(context.contactName === undefined ? {} : { contactName: context.contactName }),
      });
      if (!received.ok) throw errors.REFUSED({ data: received.error });
      const message = received.value.events.map(toChatMessage).find((shown) => shown !== null);
      if (!message) throw errors.UNAVAILABLE({ data: { part: 'engine' } });
      return { message };
    }),
    rate: os.rate.handler(async ({ input, context, errors }) => {
      if (isElsewhere(context, input.mark)) throw errors.BAD_INPUT({ data: { place: 'mark', fault: 'another-thread' } });
      const caseId = await caseOf(context);
      if (await isShut(context, await parts.stateOf(caseId))) throw errors.NOT_ALLOWED();
      const text = await parts.mask(input.text.trim());
      const said = await feed.act(caseId, { kind: 'customer', id: context.thread }, input.commandId, { type: 'answerSurvey', score: input.score, text });
      if (!said.ok) throw errors.REFUSED({ data: said.error });
      return {};
    }),
    typing: os.typing.handler(({ context }) => tellTyping(context, false)),
    typed: os.typed.handler(({ context }) => tellTyping(context, true)),
    read: os.read.handler(async ({ input, context, errors }) => {
      const actor: Actor = { kind: 'customer', id: context.thread };
      const marked = await feed.act(await caseOf(context), actor, newId() as CommandId, { type: 'markRead', by: 'customer', upTo: input.upTo });
      if (!marked.ok) throw errors.REFUSED({ data: marked.error });
      return {};
    }),
    attachment: os.attachment.handler(async ({ input, context, errors }) => {
      const bytes = await uploads.read(await caseOf(context), input.blob);
      if (!bytes) throw errors.NOT_FOUND({ data: { what: 'attachment' } });
      return { data: Buffer.from(bytes).toString('base64') };
    }),
    phone: os.phone.handler(async function* ({ context, errors, signal }) {
      const { phone } = parts;
      if (!phone) throw errors.NOT_ALLOWED();
      const caseId = await caseOf(context);
      for await (const _turn of phone.changed.follow(signal)) {
        const customer = context.customer ?? (await phone.customerOf(caseId));
        yield { texts: customer === null ? [] : [...(await phone.texts(customer))] };
      }
    }),
    upload: {
      begin: os.upload.begin.handler(async ({ input, context, errors }) => {
        if (!files.take(context.thread)) throw errors.UPLOAD_REFUSED({ data: { fault: 'too-many' } });
        const caseId = await caseOf(context);
        if (await isShut(context, await parts.stateOf(caseId))) throw errors.NOT_ALLOWED();
        const begun = uploads.begin(context.thread, caseId, input.name, input.size);
        if (!begun.ok) throw errors.UPLOAD_REFUSED({ data: { fault: begun.error } });
        return begun.value;
      }),
      chunk: os.upload.chunk.handler(({ input, context, errors }) => {
        const taken = uploads.chunk(context.thread, input.upload, Buffer.from(input.data, 'base64'));
        if (!taken.ok) throw errors.UPLOAD_REFUSED({ data: { fault: taken.error } });
        return taken.value;
      }),
      finish: os.upload.finish.handler(async ({ input, context, errors }) => {
        const kept = await uploads.finish(context.thread, input.upload);
        if (!kept.ok) throw errors.UPLOAD_REFUSED({ data: { fault: kept.error } });
        return kept.value;
      }),
    },
  });
}
