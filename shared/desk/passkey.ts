import { z } from 'zod';
import { instant } from '#shared/lib/time.ts';

/** Bytes as pages and authenticators pass them on. */
const base64url = z
  .string()
  .regex(/^[\w-]+$/)
  .max(16_384);
const transports = z.array(z.string().max(40)).max(10);
const descriptor = z.object({ id: base64url, type: z.literal('public-key'), transports });

/** How a person calls a passkey of theirs. */
export const passkeyName = z.string().trim().min(1).max(60);

/** More than a person has keys and phones. */
export const MOST_PASSKEYS = 10;

/** A passkey as its owner sees it. */
export const passkey = z.object({ id: z.string().min(1).max(64), name: passkeyName, madeAt: instant });
export type Passkey = z.infer<typeof passkey>;

/** What a page asks an authenticator to make a passkey with (PublicKeyCredentialCreationOptionsJSON of WebAuthn). */
export const passkeyCreation = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: base64url, name: z.string(), displayName: z.string() }),
  challenge: base64url,
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number().int() })),
  timeout: z.number().int(),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({ residentKey: z.literal('discouraged'), userVerification: z.literal('required') }),
  attestation: z.literal('none'),
});
export type PasskeyCreation = z.infer<typeof passkeyCreation>;

/** The authenticator's answer to that (RegistrationResponseJSON). */
export const passkeyMade = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: base64url, attestationObject: base64url, transports: transports.default([]) }),
});
export type PasskeyMade = z.infer<typeof passkeyMade>;

/** What a page asks an authenticator to sign (PublicKeyCredentialRequestOptionsJSON). */
export const passkeyRequest = z.object({
  rpId: z.string(),
  challenge: base64url,
  timeout: z.number().int(),
  userVerification: z.literal('required'),
  allowCredentials: z.array(descriptor),
});
export type PasskeyRequest = z.infer<typeof passkeyRequest>;

/** The authenticator's answer to that (AuthenticationResponseJSON). */
export const passkeyAnswer = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
});
export type PasskeyAnswer = z.infer<typeof passkeyAnswer>;
