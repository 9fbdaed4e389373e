export const widget = {
  open: 'Chat with us',
  unread: 'Chat with us: {{n}} new',
  close: 'Close the chat',
  title: 'Wallet support',
  came: 'Wallet support wrote to you.',
} as const;

/** The shape that every language of the embedded button has. */
export type WidgetTexts = { readonly [K in keyof typeof widget]: string };
