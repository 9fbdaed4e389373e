import type { AccountConnection } from '#electron/channels/connection-port.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import type { MailAccounts } from '#electron/channels/email/servers/mail-accounts.ts';

interface Mailboxes {
  readonly accounts: Pick<MailAccounts, 'state' | 'onState' | 'check'>;
  /** Reads and sends by this account from now on, in place of one with its id. */
  serveAccount(account: MailAccount): Promise<void>;
  dropAccount(id: string): Promise<void>;
}

/** One mailbox as the desk's list of accounts sees it; mails are fetched, so that no provider calls. */
export function mailConnection(mail: Mailboxes, account: MailAccount): AccountConnection {
  return {
    start: () => mail.serveAccount(account),
    stop: () => mail.dropAccount(account.id),
    state: () => mail.accounts.state(account.id),
    onState: (listener) =>
      mail.accounts.onState((id, state) => {
        if (id === account.id) listener(state);
      }),
    check: () => mail.accounts.check(account.id),
    webhook: null,
  };
}
