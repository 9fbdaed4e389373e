import { isCallFragment } from '#shared/contract/call-link.ts';

const KEPT = 'console.tab';

interface Address {
  readonly hash: string;
  readonly pathname: string;
  readonly search: string;
}

/**
 * The tab's secret: exchanged for the token in the link's fragment, which then leaves the address; else the one this
 * tab was given before. Null when there is neither.
 */
export async function tabSecret(address: Address, kept: Pick<Storage, 'getItem' | 'setItem'>, ask: typeof fetch): Promise<string | null> {
  // A fragment that tells of a call is written by whoever makes links: no token is taken out of it.
  const token = isCallFragment(address.hash) ? null : new URLSearchParams(address.hash.slice(1)).get('token');
  if (token === null) return kept.getItem(KEPT);
  history.replaceState(null, '', address.pathname + address.search);
  const answer = await ask('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  }).catch(() => null);
  if (!answer?.ok) return kept.getItem(KEPT);
  const { tab } = (await answer.json()) as { tab: string };
  kept.setItem(KEPT, tab);
  return tab;
}
