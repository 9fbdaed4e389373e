import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { StepUpFault } from '#renderer/features/step-up/step-up-fault.ts';
import type { PasskeyAnswer, PasskeyCreation, PasskeyMade, PasskeyRequest } from '#shared/desk/passkey.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** Whether this page can ask for passkeys, which are made for localhost alone. */
export const takesPasskeys = (): boolean => browserSupportsWebAuthn() && window.location.hostname === 'localhost';

/** Sorts what a browser or authenticator says; it does not tell whether a person cancelled or let the time pass. */
function deviceFault(error: unknown): StepUpFault {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'AbortError':
      return { code: 'cancelled' };
    case 'InvalidStateError':
      return { code: 'known' };
    case 'ConstraintError':
      return { code: 'unverified' };
    default:
      return { code: 'device' };
  }
}

async function fromDevice<T>(asking: Promise<T>): Promise<Result<T, StepUpFault>> {
  try {
    return ok(await asking);
  } catch (error) {
    return fail(deviceFault(error));
  }
}

/** Lets the person's device make a passkey. */
export async function makePasskey(options: PasskeyCreation): Promise<Result<PasskeyMade, StepUpFault>> {
  const made = await fromDevice(startRegistration({ optionsJSON: options }));
  if (!made.ok) return made;
  const { id, rawId, response } = made.value;
  const { clientDataJSON, attestationObject, transports = [] } = response;
  return ok({ id, rawId, type: 'public-key', response: { clientDataJSON, attestationObject, transports } });
}

/** Lets the person's device sign with a passkey. */
export async function signWithPasskey(options: PasskeyRequest): Promise<Result<PasskeyAnswer, StepUpFault>> {
  const signed = await fromDevice(startAuthentication({ optionsJSON: options }));
  if (!signed.ok) return signed;
  const { id, rawId, response } = signed.value;
  const { clientDataJSON, authenticatorData, signature } = response;
  return ok({ id, rawId, type: 'public-key', response: { clientDataJSON, authenticatorData, signature } });
}
