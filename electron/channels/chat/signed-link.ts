import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { customerId } from '#shared/lib/ids.ts';
import { type Instant, instant } from '#shared/lib/time.ts';

const claim = z.object({ customer: customerId, name: z.string().max(200), until: instant });
export type Claim = z.infer<typeof claim>;

const sign = (secret: Uint8Array, payload: string) => createHmac('sha256', secret).update(payload).digest();

/** Says who the customer is, signed by this desk: `payload.signature`, both base64url. */
export function signClaim(secret: Uint8Array, said: Claim): string {
  const payload = Buffer.from(JSON.stringify(said)).toString('base64url');
  return `${payload}.${sign(secret, payload).toString('base64url')}`;
}

/** The claim, if this desk signed it and it still holds; null otherwise. */
export function readClaim(secret: Uint8Array, text: string, now: Instant): Claim | null {
  const [payload, signature, more] = text.split('.');
  if (!payload || !signature || more !== undefined) return null;
  const given = Buffer.from(signature, 'base64url');
  const due = sign(secret, payload);
  if (given.length !== due.length || !timingSafeEqual(given, due)) return null;
  try {
    const read = claim.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return read.success && read.data.until > now ? read.data : null;
  } catch {
    return null;
  }
}
