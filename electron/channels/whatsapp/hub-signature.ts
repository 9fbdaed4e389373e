import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/**
 * Whether a body is signed with the app's secret: `sha256=` and the lower-case hex of the HMAC over the bytes as they came
 * (developers.facebook.com, webhooks, X-Hub-Signature-256). No secret signs nothing.
 */
export function isSigned(appSecret: string, body: Uint8Array, header: string | undefined): boolean {
  const hex = SIGNATURE.exec(header ?? '')?.[1];
  if (appSecret === '' || hex === undefined) return false;
  return timingSafeEqual(createHmac('sha256', appSecret).update(body).digest(), Buffer.from(hex, 'hex'));
}

/** Equal in a time that tells neither length nor place of a difference. */
function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

const MOST_CHALLENGE = 256;

/** What is answered to the provider's question whether this address is ours; null where the question is not the provider's. */
export function challengeOf(verifyToken: string, query: URLSearchParams): string | null {
  const asked = query.get('hub.verify_token');
  const challenge = query.get('hub.challenge');
  if (verifyToken === '' || asked === null || !sameSecret(asked, verifyToken)) return null;
  if (query.get('hub.mode') !== 'subscribe' || challenge === null || challenge.length > MOST_CHALLENGE) return null;
  return challenge;
}
