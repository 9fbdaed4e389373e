import type { DeliveryReport } from '#electron/channels/email/delivery-report.ts';
import type { MailNature } from '#electron/channels/email/mail-nature.ts';
import type { Instant } from '#shared/lib/time.ts';

/** A person or list as a header names them; `address` is lower-cased, `name` is one clean line and may be empty. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** A file that came with a mail. What the sender says about it is told apart from what its bytes are. */
export interface MailAttachment {
  /** A name alone: no path, nothing that changes direction or that a system reserves. */
  readonly name: string;
  readonly declaredType: string;
  /** Told from the bytes; `application/octet-stream` where they are like nothing known. */
  readonly sniffedType: string;
  readonly size: number;
  /** Without angle brackets; the HTML may name it as `cid:` (RFC 2392). */
  readonly contentId: string | null;
  /** Whether it belongs into the text, as a picture does, and not beside it. */
  readonly inline: boolean;
  readonly bytes: Uint8Array;
}

/**
 * A mail as the desk reads it. Every string is a stranger's: text stays text. `html` is the sender's own, NOT
 * sanitised: that takes a DOM and belongs to the renderer, right before the frame, with nothing changed after it; so
 * `html` must never be put into a page by another way.
 */
export interface MailMessage {
  /** Ids are without angle brackets, as all ids here. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  /** From the thread's root to the parent. */
  readonly references: readonly string[];
  readonly subject: string;
  readonly from: MailAddress | null;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** Where the sender wants answers; shown, not obeyed. */
  readonly replyTo: readonly MailAddress[];
  readonly date: Instant | null;
  /** What this mail adds to the talk. */
  readonly text: string;
  /** What it quotes of earlier mails, cut out of `text`; null where nothing is. */
  readonly quoted: string | null;
  readonly html: string | null;
  /** How many things the HTML would fetch from somewhere. */
  readonly remoteContent: number;
  readonly attachments: readonly MailAttachment[];
  /** SHA-256 over what people see of it, in hex; the same whichever way the mail came. */
  readonly contentHash: string;
  readonly nature: MailNature;
  /** What a bounce tells; null in every other mail. */
  readonly report: DeliveryReport | null;
}

/** Why a mail was not taken; `detail` names the place inside the mail and the fault, and holds nothing of its text. */
export interface MailFault {
  readonly code:
    | 'empty'
    | 'not-a-mail'
    | 'too-large'
    | 'too-deep'
    | 'too-many-parts'
    | 'headers-too-large'
    | 'too-slow'
    | 'too-much-memory'
    | 'unreadable'
    | 'no-sender'
    | 'attachment-refused'
    | 'loop'
    | 'automatic'
    | 'bounce'
    | 'refused';
  readonly detail: string;
}

/** What a mail may cost. */
export const mailLimits = {
  bytes: 25 * 1024 * 1024,
  /** Multiparts within multiparts; a mail within a mail counts anew, ten times at most. */
  depth: 50,
  parts: 1_000,
  /** All headers of a mail and of its parts. */
  headerBytes: 2 * 1024 * 1024,
  ms: 5_000,
} as const;

/** The most UTF-16 units kept of a mail's text, and as much of what it quotes. */
export const MAX_MAIL_TEXT = 200_000;
