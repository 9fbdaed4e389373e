/** One server of an account. `secure`: TLS from the first byte (993, 465); else by STARTTLS (143, 587), which must work. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** PEM of an authority to be trusted beside the public ones: a company's own. */
  readonly ca?: string;
}

export type MailAuth =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | {
      readonly kind: 'oauth2';
      readonly user: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly refreshToken: string;
      readonly tokenUrl: string;
    };

/** A mailbox at real servers, as an administrator has set it up; what lies here is secret. */
export interface MailAccount {
  readonly id: string;
  /** What customers see as the sender's name. */
  readonly name: string;
  readonly address: string;
  readonly imap: MailServer;
  readonly smtp: MailServer;
  readonly auth: MailAuth;
  /** Plain text below what is sent, by queue; `*` for the queues that are not named. */
  readonly signatures: Readonly<Record<string, string>>;
  /** Which folders customers' mails come into; the inbox where none is named. */
  readonly folders?: readonly string[];
  /** Whether a copy of what leaves is laid where the server wants what was sent; it is where it is not said. Off for servers that do so themselves. */
  readonly sentCopy?: boolean;
  /** Whether answers repeat the customer's last message below, as it stands masked in the case; they do where it is not said. */
  readonly quotes?: boolean;
}
