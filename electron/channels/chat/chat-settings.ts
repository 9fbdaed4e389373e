import type { QueueId } from '#shared/lib/ids.ts';
import type { Localized } from '#shared/lib/localized.ts';

/** How the wallet's app says who the customer is: a JWT signed with a secret that both have, or with the app's own key. */
export type ChatIdentity = (
  | { readonly kind: 'hs256'; readonly secret: string }
  /** An EC key (P-256, ES256) or an RSA key (RS256), as PEM. */
  | { readonly kind: 'public-key'; readonly pem: string }
) & {
  readonly issuer: string;
  readonly audience: string;
  /** Whether people may chat whom no good token names. */
  readonly strangers: boolean;
};

/** What people are asked before their first message. */
export interface ChatForm {
  readonly fields: readonly { readonly field: 'name' | 'email' | 'phone' | 'topic'; readonly required: boolean }[];
  /** What `topic` offers; each leads to a queue. */
  readonly topics: readonly { readonly queue: QueueId; readonly name: Localized }[];
}

/** What an operator decides of the customers' chat. */
export interface ChatSettings {
  /** Where a proxy serves the chat to the world, `https://chat.wallet.example`; null: on this machine alone. */
  readonly publicOrigin: string | null;
  /** The origins whose pages may embed it, such as `https://www.wallet.example`; compared exactly. */
  readonly origins: readonly string[];
  readonly identity: ChatIdentity | null;
  readonly form: ChatForm | null;
  /** What new visitors find while nobody is there or it is not business hours: the chat as ever, or a form for a message and where to answer it. */
  readonly offline: 'open' | 'form';
  /** How many chats may begin in a minute, by all together: no address tells one stranger from another here. */
  readonly startsAMinute: number;
}

/** The settings as they stand now; whoever goes by them asks each time. */
export interface LiveChatSettings {
  readonly value: ChatSettings;
}

/** A chat that asks nothing of anybody and stands on its own page alone. */
export const plainChat: ChatSettings = { publicOrigin: null, origins: [], identity: null, form: null, offline: 'open', startsAMinute: 60 };
