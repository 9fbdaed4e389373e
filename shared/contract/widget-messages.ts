/** What opens the line between a page that embeds the chat and the chat's own page in the frame; it comes with a port. */
export const WIDGET_HELLO = 'wallet-chat';

/** From the page that embeds the chat. */
export type ToChatFrame =
  /** Whether the panel is open: what comes while it is not has not been read. */
  | { readonly kind: 'shown'; readonly shown: boolean }
  /** A token of the wallet's app that says who the customer is. */
  | { readonly kind: 'identify'; readonly token: string }
  /** The keyboard comes in from before or from behind. */
  | { readonly kind: 'focus'; readonly at: 'first' | 'last' };

/** From the chat's page in the frame. */
export type FromChatFrame = { readonly kind: 'close' } | { readonly kind: 'unread'; readonly count: number };
