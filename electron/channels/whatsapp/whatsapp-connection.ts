import { z } from 'zod';
import type { ConnectionFault, SocialConnection, WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import { checkFault } from '#electron/channels/provider-api.ts';
import { type CallerOptions, ProviderCaller } from '#electron/channels/provider-call.ts';
import { plainAnswer, SocialAccount } from '#electron/channels/social-account.ts';
import type { SocialAnswer, SocialPush, SocialRequest } from '#electron/channels/social-port.ts';
import { strangersName, strangersText } from '#electron/channels/strangers-text.ts';
import { challengeOf, isSigned } from '#electron/channels/whatsapp/hub-signature.ts';
import { readWhatsappCall, type WhatsappEntry, type WhatsappMessage } from '#electron/channels/whatsapp/read-whatsapp-call.ts';
import type { WhatsappAccount } from '#electron/channels/whatsapp/whatsapp-account.ts';
import { WhatsappApi } from '#electron/channels/whatsapp/whatsapp-api.ts';
import { whatsappMedia } from '#electron/channels/whatsapp/whatsapp-media.ts';
import { whatsappReason } from '#electron/channels/whatsapp/whatsapp-reasons.ts';
import { receiptOf, sendWhatsapp } from '#electron/channels/whatsapp/whatsapp-send.ts';
import { listTemplates, sendFilledTemplate } from '#electron/channels/whatsapp/whatsapp-templates.ts';
import { whatsappWords } from '#electron/channels/whatsapp/whatsapp-words.ts';
import type { ReplyTemplate } from '#shared/case/reply-template.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { SECOND } from '#shared/lib/time.ts';

export interface WhatsappOptions extends CallerOptions {
  readonly account: WhatsappAccount;
  readonly clock: Clock;
  readonly logger: Logger;
}

const number = z.object({ display_phone_number: z.string(), verified_name: z.string().default('') });

/**
 * A number at WhatsApp over Meta's Cloud API. There is no bound on how old a signed call may be: the provider tries for days
 * what was not acknowledged, and only the body is signed, without the moment of the call. A replay is harmless, since a
 * message's id is one message however often it comes, and a receipt says again what is on record.
 */
export class WhatsappConnection extends SocialAccount implements SocialConnection {
  readonly #account: WhatsappAccount;
  readonly #caller: ProviderCaller;
  readonly #api: WhatsappApi;
  readonly webhook = (call: WebhookCall): Promise<WebhookAnswer> => this.answering('WhatsApp', () => this.#answer(call));

  constructor(options: WhatsappOptions) {
    super(options);
    this.#account = options.account;
    this.#caller = new ProviderCaller(options);
    this.#api = new WhatsappApi(options.account, this.#caller, this.status);
  }

  send(request: SocialRequest): Promise<SocialAnswer> {
    const { template } = request;
    return this.under.run(() => (template === undefined ? sendWhatsapp(this.#api, request) : sendFilledTemplate(this.#api, request, template)));
  }

  /** The templates that may go out when a customer's window is over, and those that may not, with why. */
  templates(): Promise<Result<readonly ReplyTemplate[], ConnectionFault>> {
    return this.asked(() => listTemplates(this.#api));
  }

  /** The number and the name that WhatsApp shows to customers. */
  check(): Promise<Result<string, ConnectionFault>> {
    const path = `${encodeURIComponent(this.#account.phoneNumberId)}?fields=display_phone_number,verified_name`;
    return this.asked(async () => {
      const answered = await this.#api.call(path, number);
      if (!answered.ok) return fail(checkFault(whatsappReason, answered.error));
      return ok(`${answered.value.verified_name} ${answered.value.display_phone_number}`.trim());
    });
  }

  async #answer({ method, query, headers, body }: WebhookCall): Promise<WebhookAnswer> {
    const { appSecret, verifyToken, phoneNumberId } = this.#account;
    if (!this.status.on) return plainAnswer(503);
    if (method === 'GET') {
      const challenge = challengeOf(verifyToken, query);
      if (challenge !== null) return plainAnswer(200, challenge);
      this.status.note({ code: 'bad-signature', detail: 'an address check with another verify token came' });
      return plainAnswer(403);
    }
    if (!isSigned(appSecret, body, headers['x-hub-signature-256'])) {
      this.status.note({ code: 'bad-signature', detail: 'a call that is not signed with the app secret came' });
      return plainAnswer(401);
    }
    this.status.heard();
    let taken = true;
    for (const entry of readWhatsappCall(body, phoneNumberId)) taken = (await this.#take(entry)) && taken;
    return this.taken('WhatsApp', taken);
  }

  /** Whether this one needs not come again. */
  async #take(entry: WhatsappEntry): Promise<boolean> {
    switch (entry.kind) {
      case 'bad':
        this.status.note({ code: 'bad-message', detail: entry.detail });
        return true;
      case 'status': {
        const receipt = receiptOf(entry.status);
        return receipt === null || this.hand.receipt(receipt);
      }
      case 'message': {
        const push = this.#pushOf(entry.message);
        return push === null || this.give(push);
      }
    }
  }

  #pushOf(message: WhatsappMessage): SocialPush | null {
    const said = whatsappWords(message);
    if (said === null) return null;
    return {
      msgId: message.id,
      // The id a business knows a customer by stays when the number is hidden, and is no personal number in a thread's key.
      user: message.from_user_id ?? message.from ?? '',
      ...(message.from === undefined ? {} : { address: `+${message.from}` }),
      nickname: strangersName(message.profileName),
      text: strangersText(said.text),
      place: { kind: 'private' },
      at: Math.min(message.timestamp * SECOND, this.clock()),
      ...(said.media.length === 0 ? {} : { media: said.media.map((one) => whatsappMedia(this.#api, this.#caller, one)) }),
    };
  }
}
