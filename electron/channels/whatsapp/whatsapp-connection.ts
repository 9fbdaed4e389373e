import { z } from 'zod';
import type { ConnectionFault, ConnectionState, SocialConnection, WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import { ConnectionStatus } from '#electron/channels/connection-status.ts';
import { HandOver } from '#electron/channels/hand-over.ts';
import { type CallerOptions, ProviderCaller } from '#electron/channels/provider-call.ts';
import type { SocialAnswer, SocialPush, SocialReceipt, SocialRequest } from '#electron/channels/social-port.ts';
import { strangersName, strangersText } from '#electron/channels/strangers-text.ts';
import { UnderWay } from '#electron/channels/under-way.ts';
import { challengeOf, isSigned } from '#electron/channels/whatsapp/hub-signature.ts';
import { readWhatsappCall, type WhatsappEntry, type WhatsappMessage } from '#electron/channels/whatsapp/read-whatsapp-call.ts';
import type { WhatsappAccount } from '#electron/channels/whatsapp/whatsapp-account.ts';
import { faultFor, WhatsappApi } from '#electron/channels/whatsapp/whatsapp-api.ts';
import { whatsappMedia } from '#electron/channels/whatsapp/whatsapp-media.ts';
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

const answer = (status: number, body = ''): WebhookAnswer => ({ status, type: 'text/plain; charset=utf-8', body });
const number = z.object({ display_phone_number: z.string(), verified_name: z.string().default('') });

/**
 * A number at WhatsApp over Meta's Cloud API. There is no bound on how old a signed call may be: the provider tries for days
 * what was not acknowledged, and only the body is signed, without the moment of the call. A replay is harmless, since a
 * message's id is one message however often it comes, and a receipt says again what is on record.
 */
export class WhatsappConnection implements SocialConnection {
  readonly #options: WhatsappOptions;
  readonly #caller: ProviderCaller;
  readonly #api: WhatsappApi;
  readonly #status: ConnectionStatus;
  readonly #hand = new HandOver();
  readonly #under = new UnderWay();
  readonly webhook = (call: WebhookCall): Promise<WebhookAnswer> => this.#under.run(() => this.#answer(call).catch((cause: unknown) => this.#broke(cause)));

  constructor(options: WhatsappOptions) {
    this.#options = options;
    this.#status = new ConnectionStatus(options.clock, options.logger);
    this.#caller = new ProviderCaller(options);
    this.#api = new WhatsappApi(options.account, this.#caller, this.#status);
  }

  async start(): Promise<void> {
    this.#status.start();
  }

  async stop(): Promise<void> {
    this.#status.stop();
    await this.#under.settled();
  }

  state(): ConnectionState {
    return this.#status.state();
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#status.onState(listener);
  }

  onPush(listener: (push: SocialPush) => Promise<void>): () => void {
    return this.#hand.onPush(listener);
  }

  onReceipt(listener: (receipt: SocialReceipt) => Promise<void>): () => void {
    return this.#hand.onReceipt(listener);
  }

  send(request: SocialRequest): Promise<SocialAnswer> {
    const { template } = request;
    return this.#under.run(() => (template === undefined ? sendWhatsapp(this.#api, request) : sendFilledTemplate(this.#api, request, template)));
  }

  /** The templates that may go out when a customer's window is over, and those that may not, with why. */
  async templates(): Promise<Result<readonly ReplyTemplate[], ConnectionFault>> {
    try {
      return await this.#under.run(() => listTemplates(this.#api));
    } catch (cause) {
      return fail(this.#unanswered(cause));
    }
  }

  /** Why a harmless question has no answer, as the account's status knows it. */
  #unanswered(cause: unknown): ConnectionFault {
    const detail = cause instanceof Error ? cause.message : 'no answer';
    return { code: this.#status.state().fault?.code ?? 'unreachable', detail };
  }

  /** The number and the name that WhatsApp shows to customers. */
  async check(): Promise<Result<string, ConnectionFault>> {
    const path = `${encodeURIComponent(this.#options.account.phoneNumberId)}?fields=display_phone_number,verified_name`;
    try {
      const answered = await this.#under.run(() => this.#api.call(path, number));
      if (answered.ok) return ok(`${answered.value.verified_name} ${answered.value.display_phone_number}`.trim());
      const { errcode, errmsg } = answered.error;
      return fail(faultFor(errcode, errmsg) ?? { code: errcode < 0 ? 'unreachable' : 'provider-error', detail: `${errmsg} (${errcode})` });
    } catch (cause) {
      return fail(this.#unanswered(cause));
    }
  }

  async #answer({ method, query, headers, body }: WebhookCall): Promise<WebhookAnswer> {
    const { appSecret, verifyToken, phoneNumberId } = this.#options.account;
    if (!this.#status.on) return answer(503);
    if (method === 'GET') {
      const challenge = challengeOf(verifyToken, query);
      if (challenge !== null) return answer(200, challenge);
      this.#status.note({ code: 'bad-signature', detail: 'an address check with another verify token came' });
      return answer(403);
    }
    if (!isSigned(appSecret, body, headers['x-hub-signature-256'])) {
      this.#status.note({ code: 'bad-signature', detail: 'a call that is not signed with the app secret came' });
      return answer(401);
    }
    this.#status.heard();
    let taken = true;
    for (const entry of readWhatsappCall(body, phoneNumberId)) taken = (await this.#take(entry)) && taken;
    if (taken) this.#status.taken();
    else this.#status.fail('in', { code: 'not-handed-over', detail: 'the desk did not take a message; WhatsApp will bring it again' });
    return answer(taken ? 200 : 500);
  }

  /** A fault of ours, which must not lose what came. */
  #broke(cause: unknown): WebhookAnswer {
    this.#options.logger.error('webhook: broke', { cause: cause instanceof Error ? cause.name : 'unknown' });
    this.#status.fail('in', { code: 'not-handed-over', detail: 'a call could not be worked on; WhatsApp will bring it again' });
    return answer(500);
  }

  /** Whether this one needs not come again. */
  async #take(entry: WhatsappEntry): Promise<boolean> {
    switch (entry.kind) {
      case 'bad':
        this.#status.note({ code: 'bad-message', detail: entry.detail });
        return true;
      case 'status': {
        const receipt = receiptOf(entry.status);
        return receipt === null || this.#hand.receipt(receipt);
      }
      case 'message': {
        const push = this.#pushOf(entry.message);
        if (push === null) return true;
        const taken = await this.#hand.push(push);
        if (taken) this.#status.message();
        return taken;
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
      at: Math.min(message.timestamp * SECOND, this.#options.clock()),
      ...(said.media.length === 0 ? {} : { media: said.media.map((one) => whatsappMedia(this.#api, this.#caller, one)) }),
    };
  }
}
