import { implement, ORPCError } from '@orpc/server';
import { EngineRefusal, EngineUnreachable, KeyDropped } from '#electron/engine/port.ts';
import type { HostParts } from '#electron/host/desk-services.ts';
import { consoleContract } from '#shared/contract/console-contract.ts';
import { may, type Power } from '#shared/desk/powers.ts';

/** A call that takes longer is named in the log with its time. */
const SLOW_MS = 250;

/** Whether a database, and not the code around it, gave up: full or faulty disk, damaged file, a worker that ended. */
const isDatabaseFault = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_');

/** Whose call it is: a session is one window or tab. */
export interface ConsoleContext {
  readonly sessionId: string;
  /** The origin of the page as its server knows it, which passkeys are bound to; null of a window that takes none. */
  readonly pageOrigin: string | null;
}

/** What the routes are made with: the contract to implement, and the doors that a call goes through. */
export function consoleAccess(parts: HostParts) {
  const os = implement(consoleContract).$context<ConsoleContext>();

  /** Waits for the desk and asks for a signed-in person, of a role that has the power where one is named. */
  const door = (power: Power | null) =>
    os.middleware(async ({ context, next, errors, signal, path }) => {
      const services = await parts.services;
      const person = services.sessions.personOf(context.sessionId);
      if (!person) throw errors.SIGNED_OUT();
      if (power !== null && !may(person.role, power)) throw errors.NOT_ALLOWED();
      // Streams end when the caller lets go, and when the person signs out.
      const until = AbortSignal.any([services.sessions.untilSignedOut(context.sessionId), ...(signal ? [signal] : [])]);
      const began = performance.now();
      try {
        return await next({ context: { person, services, until } });
      } catch (cause) {
        if (cause instanceof ORPCError) throw cause;
        services.logger.error('call: failed', { method: path.join('.'), cause: String(cause) });
        if (cause instanceof EngineUnreachable || cause instanceof EngineRefusal) throw errors.UNAVAILABLE({ data: { part: 'engine' } });
        if (cause instanceof KeyDropped) throw errors.REFUSED({ data: { code: 'erased' } });
        if (isDatabaseFault(cause)) throw errors.UNAVAILABLE({ data: { part: 'store' } });
        throw cause;
      } finally {
        const ms = Math.round(performance.now() - began);
        if (ms > SLOW_MS) services.logger.warn('call: slow', { method: path.join('.'), ms });
      }
    });

  return { os, parts, signedIn: door(null), holding: (power: Power) => door(power) };
}

export type ConsoleAccess = ReturnType<typeof consoleAccess>;
