import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { makeConsoleRouter } from '#electron/host/console-router.ts';
import type { DeskServices, HostParts } from '#electron/host/desk-services.ts';
import { authenticatorPurpose, type ProofPurpose } from '#shared/desk/step-up.ts';
import { ok } from '#shared/lib/result.ts';
import { codeOf } from '#tests/contract/console-tab-kit.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const given = { proof: 'a proof', until: 1 };
const request = { rpId: 'localhost', challenge: 'AA', timeout: 1, userVerification: 'required', allowCredentials: [] };
const answer = { id: 'AA', rawId: 'AA', type: 'public-key', response: { clientDataJSON: 'AA', authenticatorData: 'AA', signature: 'AA' } } as const;
const purposes = ['break-glass', 'action', 'approval'] as const;

/** A console whose engine does not answer; every proof would be taken. */
function offline(pageOrigin: string | null = 'http://localhost:1') {
  const services = {
    sessions: { personOf: () => ({ id: 'agent-a', role: 'agent' }), untilSignedOut: () => new AbortController().signal },
    engine: { health: () => ({ state: 'unreachable' }) },
    loginOf: async () => null,
    stepUp: {
      state: async () => ({ enrolled: true, passkeys: [], lockedUntil: null, demo: null }),
      prove: async () => ok(given),
      askPasskey: async () => ok(request),
      provePasskey: async () => ok(given),
    },
    logger: recordingLogger(),
  } as unknown as DeskServices;
  const router = makeConsoleRouter({ services: Promise.resolve(services) } as HostParts);
  return createRouterClient(router, { context: { sessionId: 's', pageOrigin } });
}

it.each(purposes)('while the engine does not answer no %s is proved, by code or passkey', async (name) => {
  const { stepUp } = offline();
  const purpose: ProofPurpose = { purpose: name, action: 'freeze', customer: null, amount: null, caseId: null, nonce: 'n'.repeat(20) };
  for (const call of [stepUp.prove({ code: '123456', purpose }), stepUp.askPasskey({ purpose }), stepUp.provePasskey({ answer, purpose })])
    expect(await codeOf(call)).toBe('UNAVAILABLE');
});

it('what people prove themselves by lies on this machine, and is changed all the same', async () => {
  const { stepUp } = offline();
  const purpose = authenticatorPurpose('add-passkey', 'n'.repeat(20));
  expect(await stepUp.prove({ code: '123456', purpose })).toEqual(given);
  expect(await stepUp.askPasskey({ purpose })).toEqual(request);
  expect(await stepUp.provePasskey({ answer, purpose })).toEqual(given);
});

it('passkeys are offered to a page with an origin alone, which a window of the desktop edition is not', async () => {
  expect((await offline().stepUp.state()).offersPasskeys).toBe(true);
  expect((await offline(null).stepUp.state()).offersPasskeys).toBe(false);
});
