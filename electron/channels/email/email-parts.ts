import type { LoopGuard } from '#electron/channels/email/loop-guard.ts';
import type { MailBook } from '#electron/channels/email/mail-book.ts';
import type { MailFault } from '#electron/channels/email/mail-message.ts';
import type { MailOutgoing, MailWish } from '#electron/channels/email/outgoing-port.ts';
import type { WatchState } from '#electron/channels/email/watch-folder.ts';
import type { CaseFeed, Intake } from '#electron/channels/port.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { BlobHash, CaseId, QueueId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Result } from '#shared/lib/result.ts';

/** What was not taken into a case: where it lies or lay, why, and its bytes where they are few enough to be kept. */
export interface KeptAside {
  /** The file; within a mailbox the mail's number and first byte; the attachment's name. */
  readonly place: string;
  readonly fault: MailFault;
  /** Null where they are too many, and where the file itself is still there to be read. */
  readonly raw: Uint8Array | null;
  /** The case it came with, where it was taken in but for this. */
  readonly caseId?: CaseId;
}

/** What the e-mail channel needs of the desk. */
export interface EmailParts {
  readonly intake: Intake;
  readonly feed: CaseFeed;
  readonly book: MailBook;
  /** Sniffs the bytes, refuses what the desk does not allow, seals and keeps them under the case's key. */
  readonly keepFile: (caseId: CaseId, name: string, bytes: Uint8Array) => Promise<Result<Attachment, string>>;
  readonly readFile: (caseId: CaseId, blob: BlobHash) => Promise<Uint8Array | null>;
  /** Seals a mail as it came and keeps it beside its case: its HTML is shown from there. */
  readonly keepOriginal: (caseId: CaseId, raw: Uint8Array) => Promise<BlobHash>;
  /** Fulfilled when it is kept; until then its file is not taken. */
  readonly quarantine: (aside: KeptAside) => Promise<void>;
  readonly queueOf: (text: string) => QueueId;
  /** The accounts at real servers; without, answers leave by the export folder alone. */
  readonly outgoing?: MailOutgoing;
  /** The desk's addresses that other hosts serve, in lower case; without, there are none. */
  readonly ownElsewhere?: () => readonly string[];
  /** Watches for machines that write without end; without, nothing is held back. */
  readonly loops?: Pick<LoopGuard, 'isOver'>;
  /** Whom an agent wants it to go to; null where it is to the customer alone. What cannot be read must not be guessed. */
  readonly wishOf?: (caseId: CaseId, sent: KnownEvent<'message.sent'>) => Promise<Result<MailWish | null, 'recipients-missing'>>;
  readonly onWatch: (state: WatchState | null) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Where mails come from and answers go; set by an administrator. */
export interface EmailSettings {
  /** The desk's own addresses, the first of which it answers from. */
  readonly own: readonly { readonly name: string; readonly address: string }[];
  /** Null: nothing is watched. */
  readonly watchFolder: string | null;
  /** Null: answers cannot leave, and say so. */
  readonly exportFolder: string | null;
  readonly watchEveryMs?: number;
}
