import { implement } from '@orpc/server';
import { toChatMessage, watchThread } from '#electron/channels/chat/chat-thread.ts';
import { RateLimit } from '#electron/channels/chat/rate-limit.ts';
import { guessQueue } from '#electron/channels/guess-queue.ts';
import type { CaseFeed, Intake } from '#electron/channels/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import { chatContract, type PhoneText } from '#shared/contract/chat-contract.ts';
import type { UploadFault } from '#shared/contract/errors.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { BlobHash, CaseId, CommandId, CustomerId, EventId, NewId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Result } from '#shared/lib/result.ts';
import { HOUR, MINUTE } from '#shared/lib/time.ts';

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
  readonly nameOf: (person: PersonId) => string | null;
  /** Null on a desk whose customers have phones of their own. */
  readonly phone: ChatPhone | null;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

const MESSAGES_A_MINUTE = 240;
const UPLOADS_AN_HOUR = 20;
const system: Actor = { kind: 'system', id: 'chat' };

/** The table of handlers behind the customer's page. A page sees its own thread and nothing of the desk's notes and steps. */
export function makeChatRouter(parts: ChatParts) {
  const os = implement(chatContract).$context<ChatContext>();
  const { intake, feed, uploads, clock, newId, logger } = parts;
  const messages = new RateLimit(MESSAGES_A_MINUTE, MINUTE, clock);
  const files = new RateLimit(UPLOADS_AN_HOUR, HOUR, clock);
  const caseOf = (context: ChatContext) => intake.caseFor('chat', context.thread);

  const delivered = (caseId: CaseId, ids: readonly EventId[]) => {
    for (const message of ids) {
      feed
        .act(caseId, system, newId() as CommandId, { type: 'recordDelivery', message, state: 'delivered' })
        .catch((cause: unknown) => logger.warn('delivered: not recorded', { cause: String(cause) }));
    }
  };

  return os.router({
    follow: os.follow.handler(async function* ({ input, context, signal }) {
      const caseId = await caseOf(context);
      yield* watchThread({ feed, nameOf: parts.nameOf, onShown: (ids) => delivered(caseId, ids) }, caseId, input.after, signal);
    }),
    send: os.send.handler(async ({ input, context, errors }) => {
      if (!messages.take(context.thread)) throw errors.BAD_INPUT({ data: { place: 'send', fault: 'too-many-messages' } });
      const caseId = await caseOf(context);
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
        ...(context.customer === undefined ? {} : { customer: context.customer }),
        ...(context.contactName === undefined ? {} : { contactName: context.contactName }),
      });
      if (!received.ok) throw errors.REFUSED({ data: received.error });
      const message = received.value.events.map(toChatMessage).find((shown) => shown !== null);
      if (!message) throw errors.UNAVAILABLE({ data: { part: 'engine' } });
      return { message };
    }),
    typing: os.typing.handler(async ({ context }) => {
      feed.typing(await caseOf(context), 'customer');
      return {};
    }),
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
        const begun = uploads.begin(context.thread, await caseOf(context), input.name, input.size);
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
