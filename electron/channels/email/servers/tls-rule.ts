import type { MailServer } from '#electron/channels/email/servers/mail-account.ts';

/** How a line to a mail server is to be protected. */
export interface TlsRule {
  /** `now`: from the first byte; `upgrade`: by STARTTLS or not at all; `none`: the line never leaves this machine. */
  readonly tls: 'now' | 'upgrade' | 'none';
  /** For `tls.connect`: the certificate must be good and for this name. */
  readonly options: { readonly rejectUnauthorized: true; readonly minVersion: 'TLSv1.2'; readonly ca?: string[] };
}

/** Whether a host is this very machine, by what it is called and not by what it is looked up as. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/** Passwords and customers' mails leave this machine encrypted only; `roots` are the authorities that Node trusts. */
export function tlsRule(server: MailServer, roots: readonly string[]): TlsRule {
  const options = { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(server.ca === undefined ? {} : { ca: [...roots, server.ca] }) } as const;
  return { tls: server.secure ? 'now' : isLoopback(server.host) ? 'none' : 'upgrade', options };
}
