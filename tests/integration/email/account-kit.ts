import { EventEmitter, once } from 'node:events';
import type { ConnectionState } from '#electron/channels/connection-port.ts';
import type { KeptAside } from '#electron/channels/email/email-parts.ts';
import { MemoryMailBook } from '#electron/channels/email/mail-book.ts';
import type { MailFault } from '#electron/channels/email/mail-message.ts';
import type { AccountParts } from '#electron/channels/email/servers/account-desk.ts';
import type { MailAccount, MailServer } from '#electron/channels/email/servers/mail-account.ts';
import type { MailOutcome } from '#electron/channels/email/take-mail.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { makeMail } from '#tests/unit/email/mail-kit.ts';

/** Nobody listens there. */
export const nowhere: MailServer = { host: '127.0.0.1', port: 1, secure: false };

export const accountAt = (change: Partial<MailAccount>): MailAccount => ({
  id: 'a1',
  name: '钱包客服',
  address: 'service@wallet.example',
  imap: nowhere,
  smtp: nowhere,
  auth: { kind: 'password', user: 'desk', password: 'secret' },
  signatures: {},
  ...change,
});

/** A mail of a customer, known by its id. */
export const mailOf = (id: string, text = id, ...more: readonly string[]): Uint8Array =>
  makeMail(['From: =?utf-8?B?5p2O6Zu3?= <li@example.com>', 'To: service@wallet.example', `Message-ID: <${id}@example.com>`, ...more], text);

/** What an account needs of a desk, with all that it does written down; `until` waits for something to be so. */
export class AccountRoom {
  readonly book = new MemoryMailBook();
  readonly logger = recordingLogger();
  readonly taken: string[] = [];
  readonly places: string[] = [];
  readonly aside: Pick<KeptAside, 'place' | 'fault'>[] = [];
  readonly states: ConnectionState[] = [];
  readonly #bell = new EventEmitter().setMaxListeners(100);
  /** What the desk answers. */
  answer: (text: string) => MailOutcome | Error = () => ({ kind: 'own' });

  get parts(): AccountParts {
    return {
      book: this.book,
      take: async (bytes, place) => {
        const text = Buffer.from(bytes).toString().split('\r\n\r\n')[1]?.trim() ?? '';
        const answer = this.answer(text);
        if (answer instanceof Error) {
          this.ring();
          throw answer;
        }
        this.taken.push(text);
        this.places.push(place);
        this.ring();
        return answer;
      },
      keepAside: async (place, fault: MailFault) => {
        this.aside.push({ place, fault });
        this.ring();
      },
      clock: Date.now,
      logger: this.logger,
      setTimer: (work, ms) => setTimeout(work, ms),
      clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
      // As short as back-off may be.
      random: () => 0.02,
      patienceMs: 5_000,
    };
  }

  readonly onState = (state: ConnectionState): void => {
    this.states.push(state);
    this.ring();
  };

  ring(): void {
    this.#bell.emit('ring');
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await once(this.#bell, 'ring');
  }
}
