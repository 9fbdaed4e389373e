import { createPublicKey, type KeyObject } from 'node:crypto';
import type { errors as JoseErrors } from 'jose';
import type { ChatIdentity } from '#electron/channels/chat/chat-settings.ts';
import { type CustomerId, customerId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { DAY, type Instant, MINUTE, SECOND } from '#shared/lib/time.ts';

/** Why a token says nothing: it is over, not good yet, for somebody else, from somebody else, not signed so, or none. */
export type TokenFault = 'expired' | 'not-yet' | 'audience' | 'issuer' | 'signature' | 'malformed' | 'subject';

/** Who a token says the customer is. */
export interface SaidCustomer {
  readonly customer: CustomerId;
  readonly name: string;
}

/** How far the clocks of the app's server and of the desk may be apart. */
const SKEW = MINUTE;
/** A token that was signed longer ago is not taken, whatever it says of its own end. */
const OLDEST = DAY;

interface Key {
  readonly key: Uint8Array | KeyObject;
  readonly algorithm: 'HS256' | 'ES256' | 'RS256';
}

/** The key that tokens are checked with; throws with what is wrong with it. */
export function keyOf(identity: ChatIdentity): Key {
  if (identity.kind === 'hs256') {
    const key = new TextEncoder().encode(identity.secret);
    // As many bytes as the hash has: a shorter one can be guessed from a single token.
    if (key.length < 32) throw new Error('is shorter than 32 bytes');
    return { key, algorithm: 'HS256' };
  }
  const key = createPublicKey(identity.pem);
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'ec' && details?.namedCurve === 'prime256v1') return { key, algorithm: 'ES256' };
  if (key.asymmetricKeyType === 'rsa' && (details?.modulusLength ?? 0) >= 2048) return { key, algorithm: 'RS256' };
  throw new Error('is neither an EC key on P-256 nor an RSA key of 2048 bits or more');
}

function faultOf(cause: unknown, errors: typeof JoseErrors): TokenFault {
  if (cause instanceof errors.JWTExpired) return 'expired';
  if (cause instanceof errors.JWTClaimValidationFailed) {
    if (cause.claim === 'nbf' || cause.claim === 'iat') return 'not-yet';
    if (cause.claim === 'aud') return 'audience';
    if (cause.claim === 'iss') return 'issuer';
    return cause.claim === 'sub' ? 'subject' : 'malformed';
  }
  return cause instanceof errors.JWSSignatureVerificationFailed || cause instanceof errors.JOSEAlgNotAllowed ? 'signature' : 'malformed';
}

/**
 * Reads a JWT of the wallet's app: `sub` is the customer, `name` what they are called. Issuer, audience, `exp`, `nbf`
 * and `iat` are checked, a minute apart at most; only the one algorithm that fits the key is taken.
 */
export async function readCustomerToken(identity: ChatIdentity, token: string, now: Instant): Promise<Result<SaidCustomer, TokenFault>> {
  const { key, algorithm } = keyOf(identity);
  // 10 MB of memory, which most desks never need.
  const { errors, jwtVerify } = await import('jose');
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      issuer: identity.issuer,
      audience: identity.audience,
      clockTolerance: SKEW / SECOND,
      maxTokenAge: OLDEST / SECOND,
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(now),
    });
    const customer = customerId.safeParse(payload.sub);
    if (!customer.success) return fail('subject');
    const { name } = payload;
    return ok({ customer: customer.data, name: typeof name === 'string' ? name.slice(0, 200).toWellFormed() : '' });
  } catch (cause) {
    return fail(faultOf(cause, errors));
  }
}
