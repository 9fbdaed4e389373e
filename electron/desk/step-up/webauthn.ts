import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { PasskeyAnswer, PasskeyMade } from '#shared/desk/passkey.ts';

/** What an answer must have been made for. */
export interface Due {
  readonly challenge: string;
  readonly origin: string;
  readonly rpId: string;
}

/** What a passkey's answers are checked with. */
export interface PublicKey {
  /** The authenticator's own name for it. */
  readonly credential: string;
  readonly publicKey: string;
  readonly counter: number;
}

const expected = ({ challenge, origin, rpId }: Due) => ({
  expectedChallenge: challenge,
  expectedOrigin: origin,
  expectedRPID: rpId,
  requireUserVerification: true,
});

/** Checks a passkey that was just made; rejects with the reason where it does not hold. */
export async function checkMade(made: PasskeyMade, due: Due, algorithms: readonly number[]): Promise<PublicKey> {
  const response = { ...made, response: { ...made.response }, clientExtensionResults: {} };
  const { registrationInfo } = await verifyRegistrationResponse({ response, ...expected(due), supportedAlgorithmIDs: [...algorithms] });
  if (!registrationInfo) throw new Error('its attestation does not hold');
  const { id, publicKey, counter } = registrationInfo.credential;
  return { credential: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter };
}

/** Checks a passkey's answer, its counter with it; answers the new counter, rejects with the reason where it does not hold. */
export async function checkAnswer(answer: PasskeyAnswer, due: Due, { credential, publicKey, counter }: PublicKey): Promise<number> {
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { ...answer, clientExtensionResults: {} },
    ...expected(due),
    credential: { id: credential, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter },
  });
  if (!verified) throw new Error('its signature does not hold');
  return authenticationInfo.newCounter;
}
