import type { Signal } from '#electron/engine/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { Attachment, Original } from '#shared/case/attachment.ts';
import type { ChannelKind, OpeningForm, Visibility } from '#shared/case/channel.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import type { AnyEvent, KnownEvent, Position } from '#shared/case/envelope.ts';
import type { FullRecipients } from '#shared/case/recipients.ts';
import type { CaseId, CommandId, CustomerId, QueueId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';

/** A customer's message as a channel hands it in: raw text, to be masked before anything is kept. */
export interface IncomingMessage {
  readonly channel: ChannelKind;
  /** The thread's key at its channel; messages of one thread go to one case. */
  readonly thread: string;
  /** For a thread without a case yet. */
  readonly queue: QueueId;
  readonly language: Language;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly commandId: CommandId;
  /** The provider's own message id; the same one twice is one message. */
  readonly providerId?: string;
  /** Known for sure, by a signed link or the provider's binding. */
  readonly customer?: CustomerId;
  readonly contactName?: string;
  /** Raw; where answers go: masked like a text, or as what it is where its kind is known. */
  readonly contactAddress?: string | readonly { readonly kind: SensitiveKind; readonly raw: string }[];
  /** What answers reach the customer by, where that is a sensitive value: kept with the case, sealed. */
  readonly reach?: string;
  /** Of a thread's opening; raw, and masked like a text. */
  readonly subject?: string;
  readonly original?: Original;
  /** When it was written, by the channel's clock; counts where that was before it came here. */
  readonly wroteAt?: Instant;
  /** Of a thread's opening: the form that it came by. */
  readonly form?: OpeningForm;
  /** Whether everybody can read it; private where it is not said. */
  readonly visibility?: Visibility;
  /** Who else the message is between; raw, and masked like a text. Missing where it is between the customer and the desk alone. */
  readonly among?: Among;
}

/** Who a message is between beside the customer and the desk. */
export interface Among {
  /** Who wrote it where the customer did not. */
  readonly from: FullRecipients['from'];
  /** Whom it went to beside. */
  readonly cc: FullRecipients['cc'];
  /** Somebody else wrote it, and the customer did not get it. */
  readonly aside: boolean;
}

/** Why a message did not go out: `failed` surely did not, `unknown` may have. `reason` is a stable code. */
export interface DeliveryFault {
  readonly state: 'failed' | 'unknown';
  readonly reason: string;
}

/** How a message went out; `sent-in-part`: whom it is for has it, and somebody who was to get a copy does not. */
export type Left = 'sent' | 'delivered' | 'sent-in-part';

/**
 * Sends the desk's messages of one channel. Called once for each attempt, after it is on record that the provider is
 * asked; what it rejects with counts as unknown. The same message may come again only because an agent said so.
 */
export interface Deliverer {
  readonly channel: ChannelKind;
  /** Whether this machine can send what belongs to the case; where it is not said it can. What it cannot is left to others that share the desk. */
  takes?(caseId: CaseId): Promise<boolean>;
  deliver(caseId: CaseId, sent: KnownEvent<'message.sent'>): Promise<Result<Left, DeliveryFault>>;
}

/** Where channels hand customers' messages to the desk. */
export interface Intake {
  /** The case of a thread; bound to a fresh id on first use, before its first event, so that attachments have a key. */
  caseFor(channel: ChannelKind, thread: string): Promise<CaseId>;
  /** Lets another thread lead to a case, where it leads nowhere yet; answers the case that it leads to. */
  bind(channel: ChannelKind, thread: string, caseId: CaseId): Promise<CaseId>;
  /** Opens the case on the thread's first message; reopens a resolved one. Repeats of a commandId answer the same. */
  receive(message: IncomingMessage): Promise<Result<{ readonly caseId: CaseId; readonly events: readonly AnyEvent[] }, Refusal>>;
}

/** One case's events and signals as they come, for channels that show them to the customer. */
export interface CaseFeed {
  read(caseId: CaseId): Promise<readonly AnyEvent[]>;
  /** First all events after the position, then live ones, in order and gap-free; answers the way to stop. */
  follow(
    caseId: CaseId,
    after: Position | 0,
    listener: { readonly onEvents: (events: readonly AnyEvent[]) => void; readonly onSignal: (signal: Signal) => void },
  ): () => void;
  /** Fulfilled when everything that is on record of a case by now can be read here; others may have written it. */
  catchUp(caseId: CaseId): Promise<void>;
  /** Tells that somebody types in a case, or, with `over`, that they do no longer. */
  typing(caseId: CaseId, from: string, over?: boolean): void;
  /** Decides and appends a command, folding and deciding again on conflict. */
  act(caseId: CaseId, actor: Actor, commandId: CommandId, command: CaseCommand): Promise<Result<readonly AnyEvent[], Refusal>>;
}
