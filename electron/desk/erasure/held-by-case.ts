import type { ChannelKind } from '#shared/case/channel.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { Token } from '#shared/lib/ids.ts';
import type { MaskedText, TokenMark } from '#shared/wallet/tokens.ts';

/** Where else than in its events something of a case lies. */
export interface HeldByCase {
  /** Behind these the vault has raw values. */
  readonly tokens: readonly Token[];
  readonly channel: ChannelKind | null;
  /** The thread at its channel, under which the channel remembers whom to answer. */
  readonly thread: string | null;
}

const marksOf = (text: MaskedText | null | undefined): readonly TokenMark[] => text?.marks ?? [];

function marksIn(event: AnyEvent): readonly TokenMark[] {
  switch (event.type) {
    case 'case.opened':
      return marksOf(event.content?.contactAddress);
    case 'message.received':
    case 'message.sent':
    case 'note.added':
      return marksOf(event.content);
    case 'call.started':
      return marksOf(event.content?.number);
    default:
      // No other content has values taken out of it.
      return [];
  }
}

/** Reads a case's events for what its erasure must reach; tokens that an erasure on record names are among them. */
export function heldByCase(events: readonly AnyEvent[]): HeldByCase {
  const tokens = new Set<Token>();
  let [channel, thread]: [ChannelKind | null, string | null] = [null, null];
  for (const event of events) {
    for (const { token } of marksIn(event)) tokens.add(token);
    if (event.type === 'case.erased') for (const token of event.body.tokens) tokens.add(token);
    if (event.type === 'case.opened') ({ channel, thread } = event.body);
  }
  return { tokens: [...tokens], channel, thread };
}
