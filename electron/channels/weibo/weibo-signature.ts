import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '#shared/lib/clock.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';

/** The signature of a call: SHA-1, as lower-case hex, of secret, timestamp and nonce in the order of a dictionary (open.weibo.com, Messages_api_start). */
export const weiboSignature = (appSecret: string, timestamp: string, nonce: string): string =>
  createHash('sha1').update([appSecret, timestamp, nonce].sort().join('')).digest('hex');

const HEX = /^[0-9a-f]{40}$/;
const TIMESTAMP = /^\d{10}(?:\d{3})?$/;

/** How far a call's own time may be from ours. */
const WINDOW_MS = 10 * MINUTE;
const MOST_SEEN = 20_000;

export type Verdict = 'good' | 'bad-signature' | 'clock-off';

/**
 * Judges calls of Weibo. Its signature covers neither body nor address, only a time and a nonce: that the body is Weibo's
 * rests on TLS. What can be done is done here: a signature is good for ten minutes, and within them for one body, so that
 * one that leaked from a log or a proxy carries no other words. The same body again is Weibo trying once more.
 */
export class WeiboGuard {
  readonly #appSecret: string;
  readonly #clock: Clock;
  /** In the order they came; by signature. */
  readonly #seen = new Map<string, { readonly meant: string; readonly until: number }>();

  constructor(appSecret: string, clock: Clock) {
    this.#appSecret = appSecret;
    this.#clock = clock;
  }

  judge(query: URLSearchParams, body: Uint8Array): Verdict {
    const [signature, timestamp, nonce] = ['signature', 'timestamp', 'nonce'].map((name) => onlyOne(query, name));
    if (this.#appSecret === '' || !signature || !timestamp || !nonce || !HEX.test(signature) || nonce.length > 200) return 'bad-signature';
    const right = weiboSignature(this.#appSecret, timestamp, nonce);
    if (!timingSafeEqual(Buffer.from(right, 'hex'), Buffer.from(signature, 'hex'))) return 'bad-signature';
    if (!TIMESTAMP.test(timestamp)) return 'bad-signature';
    const now = this.#clock();
    const at = timestamp.length === 13 ? Number(timestamp) : Number(timestamp) * SECOND;
    if (Math.abs(now - at) > WINDOW_MS) return 'clock-off';
    // Digits can move from one to the other without changing what is signed, so they are part of what a signature stood for.
    const meant = createHash('sha256').update(`${timestamp}\n${nonce}\n`).update(body).digest('base64');
    return this.#isOne(signature, meant, now) ? 'good' : 'bad-signature';
  }

  #isOne(signature: string, meant: string, now: number): boolean {
    const before = this.#seen.get(signature);
    if (before) return before.meant === meant;
    for (const [old, { until }] of this.#seen) {
      if (until > now && this.#seen.size < MOST_SEEN) break;
      this.#seen.delete(old);
    }
    this.#seen.set(signature, { meant, until: now + 2 * WINDOW_MS });
    return true;
  }
}

/** A parameter that stands once; null where it is missing, or could be read in two ways. */
function onlyOne(query: URLSearchParams, name: string): string | null {
  const all = query.getAll(name);
  return all.length === 1 ? (all[0] ?? null) : null;
}
