import type { ChannelKind } from '#shared/case/channel.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { Token } from '#shared/lib/ids.ts';
import { targetField } from '#shared/wallet/actions.ts';

/** Where else than in its events something of a case lies. */
export interface HeldByCase {
  /** Behind these the vault has raw values. */
  readonly tokens: readonly Token[];
  readonly channel: ChannelKind | null;
  /** The thread at its channel, under which the channel remembers whom to answer. */
  readonly thread: string | null;
}

/**
 * Tokens anywhere in a value: a masked text names them in its marks, a body as `token` or `tokens`. It is found by these
 * names and not by the event's type, so that a type that comes later is not forgotten.
 */
function tokensIn(value: unknown): readonly Token[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    if (name === 'token' && typeof part === 'string') return [part as Token];
    if (name === 'tokens' && Array.isArray(part)) return part.filter((one): one is Token => typeof one === 'string');
    return tokensIn(part);
  });
}

/** Reads a case's events for what its erasure must reach; tokens that an erasure on record names are among them. */
export function heldByCase(events: readonly AnyEvent[]): HeldByCase {
  const tokens = new Set<Token>();
  let [channel, thread]: [ChannelKind | null, string | null] = [null, null];
  for (const event of events) {
    for (const token of [...tokensIn(event.body), ...tokensIn('content' in event ? event.content : null)]) tokens.add(token);
    // Under its seal the new phone is masked as well; this names it when the key is gone.
    if (event.type === 'action.requested' && targetField[event.body.action] === 'phone' && event.body.target !== null) tokens.add(event.body.target as Token);
    if (event.type === 'case.opened') ({ channel, thread } = event.body);
  }
  return { tokens: [...tokens], channel, thread };
}
