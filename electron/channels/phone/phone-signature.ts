import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookCall } from '#electron/channels/connection-port.ts';
import { type Instant, MINUTE, SECOND } from '#shared/lib/time.ts';

/** Seconds since 1970, as the sender's clock has it. */
export const TIMESTAMP_HEADER = 'x-console-timestamp';
/** `v1=` and the HMAC-SHA256 in lower-case hex. */
export const SIGNATURE_HEADER = 'x-console-signature';

/** How far the sender's clock and ours may be apart; what was sent before that is somebody's copy. */
export const WINDOW = 5 * MINUTE;

/** The signature of a body sent at a moment: HMAC-SHA256 with the account's secret over `timestamp.body`. */
export function signPhoneBody(secret: string, timestamp: string, body: Uint8Array): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;
}

export type SignatureFault = 'unsigned' | 'bad-signature' | 'clock-off';

/** Whether a call bears the account's signature and was sent just now; null where it does, else what is wrong. */
export function signatureFault({ headers, body }: WebhookCall, secret: string, now: Instant): SignatureFault | null {
  // Anybody signs with no secret.
  if (secret === '') return 'bad-signature';
  const timestamp = headers[TIMESTAMP_HEADER] ?? '';
  const given = Buffer.from(headers[SIGNATURE_HEADER] ?? '');
  if (!/^\d{1,12}$/.test(timestamp) || given.length === 0) return 'unsigned';
  const right = Buffer.from(signPhoneBody(secret, timestamp, body));
  if (given.length !== right.length || !timingSafeEqual(given, right)) return 'bad-signature';
  // Told to nobody who cannot sign: how far clocks are apart is no stranger's business.
  return Math.abs(Number(timestamp) * SECOND - now) > WINDOW ? 'clock-off' : null;
}
