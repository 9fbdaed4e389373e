import { expect, vi } from 'vitest';
import type { EmailChannel } from '#electron/channels/email/email-channel.ts';
import type { EmailParts } from '#electron/channels/email/email-parts.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { Dovecot } from '#tests/fakes/mail-dovecot.ts';
import { SmtpHouse } from '#tests/fakes/mail-smtp.ts';
import { accountAt } from '#tests/integration/email/account-kit.ts';
import { type AccountsOn, EmailRoom } from '#tests/integration/email/email-kit.ts';

/** A desk between real servers: mails come in by one and leave by the other. */
export class MailHouse {
  readonly dovecot = new Dovecot({ users: { desk: 'secret', claims: 'secret' } });
  readonly smtp = new SmtpHouse();
  readonly room = new EmailRoom();
  readonly #opened: AccountsOn[] = [];

  async start(): Promise<this> {
    await Promise.all([this.dovecot.start(), this.smtp.start(), this.room.start()]);
    return this;
  }

  async stop(): Promise<void> {
    for (const on of this.#opened.splice(0)) await on.stop();
    await this.room.stop();
    await Promise.all([this.smtp.stop(), this.dovecot.end()]);
  }

  service(): MailAccount {
    return accountAt({ imap: this.dovecot.plain, smtp: this.smtp.server });
  }

  /** A channel that reads and sends by these accounts, once it is connected. */
  async open(accounts: readonly MailAccount[], more: Partial<EmailParts> = {}): Promise<{ readonly channel: EmailChannel }> {
    const on = await this.room.accountsOn(accounts, { more });
    this.#opened.push(on);
    await vi.waitFor(() => expect(accounts.map(({ id }) => on.accounts.state(id).state)).toEqual(accounts.map(() => 'connected')), { timeout: 10_000 });
    return on;
  }

  #cases(): readonly CaseId[] {
    return [...new Set(this.room.originals.map(({ caseId }) => caseId))];
  }

  caseAt(at: number): CaseId {
    const found = this.#cases()[at];
    if (found === undefined) throw new Error('no such case');
    return found;
  }

  /** Fulfilled when so many cases are opened: originals are kept before. */
  cases(count: number): Promise<void> {
    return vi.waitFor(
      async () => {
        const texts = await Promise.all(this.#cases().map((caseId) => this.room.texts(caseId)));
        expect(texts.filter(({ length }) => length > 0)).toHaveLength(count);
      },
      { timeout: 10_000 },
    );
  }

  messages(caseId: CaseId, count: number): Promise<void> {
    return vi.waitFor(async () => expect(await this.room.texts(caseId)).toHaveLength(count), { timeout: 10_000 });
  }
}
