import type { ConnectionFault, ConnectionState, WebhookAnswer } from '#electron/channels/connection-port.ts';
import { ConnectionStatus } from '#electron/channels/connection-status.ts';
import { HandOver } from '#electron/channels/hand-over.ts';
import type { SocialPush, SocialReceipt } from '#electron/channels/social-port.ts';
import { UnderWay } from '#electron/channels/under-way.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, type Result } from '#shared/lib/result.ts';

/** An answer in plain words, or in none. */
export const plainAnswer = (status: number, body = ''): WebhookAnswer => ({ status, type: 'text/plain; charset=utf-8', body });

/** What every account at a social platform does alike: it stands somehow, hands over what comes, and is waited for when it stops. */
export class SocialAccount {
  protected readonly clock: Clock;
  protected readonly logger: Logger;
  protected readonly status: ConnectionStatus;
  protected readonly hand = new HandOver();
  protected readonly under = new UnderWay();

  constructor({ clock, logger }: { readonly clock: Clock; readonly logger: Logger }) {
    this.clock = clock;
    this.logger = logger;
    this.status = new ConnectionStatus(clock, logger);
  }

  async start(): Promise<void> {
    this.status.start();
  }

  async stop(): Promise<void> {
    this.status.stop();
    await this.under.settled();
  }

  state(): ConnectionState {
    return this.status.state();
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    return this.status.onState(listener);
  }

  onPush(listener: (push: SocialPush) => Promise<void>): () => void {
    return this.hand.onPush(listener);
  }

  onReceipt(listener: (receipt: SocialReceipt) => Promise<void>): () => void {
    return this.hand.onReceipt(listener);
  }

  /** Whether a customer's message is with the desk, and need not come again. */
  protected async give(push: SocialPush): Promise<boolean> {
    const taken = await this.hand.push(push);
    if (taken) this.status.message();
    return taken;
  }

  /** Asks something harmless, such as who the account is; where no answer came, what is known of that. */
  protected async asked<T>(ask: () => Promise<Result<T, ConnectionFault>>): Promise<Result<T, ConnectionFault>> {
    try {
      return await this.under.run(ask);
    } catch (cause) {
      const told = this.status.state().fault;
      return fail({ code: told?.code ?? 'unreachable', detail: cause instanceof Error ? cause.message : 'no answer' });
    }
  }

  /** Answers a call of the provider's; a fault of ours must not lose what came. */
  protected answering(provider: string, work: () => Promise<WebhookAnswer>): Promise<WebhookAnswer> {
    return this.under.run(() =>
      work().catch((cause: unknown) => {
        this.logger.error('webhook: broke', { cause: cause instanceof Error ? cause.name : 'unknown' });
        this.status.fail('in', { code: 'not-handed-over', detail: `a call could not be worked on; ${provider} will bring it again` });
        return plainAnswer(500);
      }),
    );
  }

  /** Says whether all of a call is with the desk, and answers so that the provider brings it again where it is not. */
  protected taken(provider: string, all: boolean): WebhookAnswer {
    if (all) this.status.taken();
    else this.status.fail('in', { code: 'not-handed-over', detail: `the desk did not take a message; ${provider} will bring it again` });
    return plainAnswer(all ? 200 : 500);
  }
}
