import type { SocialProvider } from '#electron/channels/social-port.ts';
import type { ReplyTemplate } from '#shared/case/reply-template.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

/** What somebody asked at the address given to a provider; anybody can. */
export interface WebhookCall {
  readonly method: 'GET' | 'POST';
  readonly query: URLSearchParams;
  /** By lower-case name; of several the first. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came, since signatures are over these bytes; 1 MiB at most. */
  readonly body: Uint8Array;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A stable code, and what an administrator needs to mend it, without a secret in it. */
export interface ConnectionFault {
  readonly code:
    | 'unreachable'
    | 'refused-credentials'
    | 'bad-answer'
    | 'rate-limited'
    | 'bad-signature'
    | 'bad-message'
    | 'clock-off'
    | 'provider-error'
    | 'not-handed-over'
    /** The account lacks something that is typed in here. */
    | 'not-set-up';
  readonly detail: string;
}

export interface ConnectionState {
  /** `waiting`: nothing has come yet, and it is the provider that calls. */
  readonly state: 'off' | 'waiting' | 'connected' | 'fault';
  /** When the last message of a customer came in, by the desk's clock. */
  readonly lastMessageAt: Instant | null;
  readonly fault: (ConnectionFault & { readonly at: Instant }) | null;
}

/** The life of one account at a provider, of whatever channel. Nothing is asked before `start`. */
export interface AccountConnection {
  start(): Promise<void>;
  /** What is with the provider is waited for. */
  stop(): Promise<void>;
  state(): ConnectionState;
  onState(listener: (state: ConnectionState) => void): () => void;
  /** Asks the provider something harmless with the account's own credentials; answers whom the provider takes us for. Null where it only calls us. */
  readonly check: (() => Promise<Result<string, ConnectionFault>>) | null;
  /** Answers the provider's calls once everything in them is handed over; null where this account fetches by itself. Never rejects. */
  readonly webhook: ((call: WebhookCall) => Promise<WebhookAnswer>) | null;
}

/** One account at a social platform, over its real protocol. */
export interface SocialConnection extends AccountConnection, SocialProvider {
  check(): Promise<Result<string, ConnectionFault>>;
  /** The messages that the platform approved beforehand; absent where it has no such. */
  templates?(): Promise<Result<readonly ReplyTemplate[], ConnectionFault>>;
}
