import type { MailAddress } from '#electron/channels/email/mail-message.ts';
import type { DeliveryFault } from '#electron/channels/port.ts';
import type { QueueId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';

/** A mail that is ready to leave, with whom it goes to: who gets a blind copy stands nowhere in its bytes. */
export interface ReadyMail {
  readonly bytes: Uint8Array;
  readonly from: string;
  readonly to: readonly string[];
}

/** How a mail left: `refused` are recipients whom the server did not take. */
export interface LeftMail {
  readonly refused: readonly string[];
}

/** One account that mails can leave from. */
export interface MailSender {
  readonly name: string;
  readonly address: string;
  /** Whether the customer's last message is repeated below. */
  readonly quotes: boolean;
  /** Plain text below what is sent; empty where there is none. */
  signatureOf(queue: QueueId | null): string;
  /** Asked once for each attempt; never rejects. */
  send(mail: ReadyMail): Promise<Result<LeftMail, DeliveryFault>>;
}

/** The desk's accounts at real servers, as the channel sees them. */
export interface MailOutgoing {
  /** Addresses that are the desk's own. */
  own(): readonly { readonly name: string; readonly address: string }[];
  /** The account with this address, or the first where it has none; null where there are no accounts. */
  senderOf(address: string | null): MailSender | null;
}

/** Whom an agent wants a message to go to, in full; whether it sends another on stands in its event. */
export interface MailWish {
  /** In the place of the customer; empty: to the customer. */
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly bcc: readonly MailAddress[];
}
