import type { ChatOpening } from '#shared/contract/chat-contract.ts';
import type { Language } from '#shared/lib/localized.ts';

/** Whether the page stands in a frame of another page. */
export const embedded = window.parent !== window;

/** The desk keeps apart who a page by itself is, and who a frame is. */
const base = embedded ? '/embedded' : '';

/** Where the page's connection is opened. */
export const socketUrl = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${base}/chat`;

/** Who the customer is, as a link or the wallet's app says. */
export interface Said {
  readonly as?: string | undefined;
  readonly identity?: string | undefined;
}

/** How a beginning ended; `goesOn` where the thread is the one of before. */
export type Begun =
  | { readonly began: true; readonly goesOn: boolean }
  | { readonly began: false; readonly fault: 'bad-link' | 'identity-expired' | 'identity-refused' | 'identity-needed' | 'blocked' | 'no-cookies' | 'failed' };

/** A small question to the desk; what it says when it cannot be reached is the fallback. */
async function ask<T>(path: string, fallback: T): Promise<T> {
  try {
    const answer = await fetch(path);
    return answer.ok ? ((await answer.json()) as T) : fallback;
  } catch {
    return fallback;
  }
}

/** What the page begins with. */
export async function knock(): Promise<{ readonly language: Language | null; readonly known: boolean; readonly opening: ChatOpening }> {
  const [{ language }, { known }, opening] = await Promise.all([
    ask<{ language: Language | null }>('/config', { language: null }),
    ask(`${base}/visitor`, { known: false }),
    ask<ChatOpening>('/opening', { form: null, away: false, strangers: true }),
  ]);
  return { language, known, opening };
}

function faultOf(error: unknown, why: unknown) {
  if (error === 'bad-identity') return why === 'expired' ? 'identity-expired' : 'identity-refused';
  return error === 'bad-link' || error === 'identity-needed' || error === 'blocked' ? error : 'failed';
}

/** Who somebody is has no place in the address, and in the history, once it was told. */
export function forgetAddress(): void {
  if (location.hash !== '') history.replaceState(null, '', `${location.pathname}${location.search}`);
}

/** Begins a chat, or says who its customer is. */
export async function begin(said: Said): Promise<Begun> {
  try {
    const answer = await fetch(`${base}/start`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(said) });
    const told = (await answer.json()) as { readonly error?: unknown; readonly why?: unknown; readonly goesOn?: boolean };
    if (!answer.ok) return { began: false, fault: faultOf(told.error, told.why) };
    // A browser may take no cookie from a frame of another site: then nobody would be known at the next step.
    const { known } = await ask(`${base}/visitor`, { known: true });
    return known ? { began: true, goesOn: told.goesOn === true } : { began: false, fault: 'no-cookies' };
  } catch {
    return { began: false, fault: 'failed' };
  }
}
