import type { DoorFault } from '#electron/desk/session/door.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import type { SignInRefusal } from '#shared/contract/errors.ts';
import type { PasswordFault } from '#shared/desk/password-rules.ts';
import type { Result } from '#shared/lib/result.ts';

interface Refusing {
  readonly SIGN_IN_REFUSED: (options: { data: SignInRefusal }) => Error;
  readonly PASSWORD_REFUSED: (options: { data: { code: PasswordFault } }) => Error;
  readonly NOT_ALLOWED: () => Error;
}

/** The value, or the fault as the contract throws it. */
function orRefuse<T>(result: Result<T, DoorFault>, errors: Omit<Refusing, 'PASSWORD_REFUSED'> & Partial<Refusing>): T {
  if (result.ok) return result.value;
  const { error } = result;
  if (error.kind === 'sign-in') throw errors.SIGN_IN_REFUSED({ data: error.fault });
  if (error.kind === 'password' && errors.PASSWORD_REFUSED) throw errors.PASSWORD_REFUSED({ data: { code: error.code } });
  throw errors.NOT_ALLOWED();
}

/** A sign-in that was refused is on record, without the login: people type passwords there. */
async function noted<T>(services: DeskServices, entering: (services: DeskServices) => Promise<Result<T, DoorFault>>): Promise<Result<T, DoorFault>> {
  const entered = await entering(services);
  if (!entered.ok && entered.error.kind === 'sign-in') {
    await services.audit.record({ kind: 'system', id: 'desk' }, { kind: 'session.refused', reason: entered.error.fault.code, outcome: 'refused' });
  }
  return entered;
}

/** Who works in a session, how they come in, and whether they take cases. */
export function sessionRoutes({ os, parts }: ConsoleAccess) {
  return {
    session: {
      entrance: os.session.entrance.handler(async () => (await parts.services).door.entrance()),
      people: os.session.people.handler(async () => [...(await parts.services).door.people()]),
      signIn: os.session.signIn.handler(async ({ input, context, errors }) => {
        const { door } = await parts.services;
        if ((await door.entrance()) !== 'people') throw errors.NOT_ALLOWED();
        const me = await door.choose(context.sessionId, input.person);
        if (!me) throw errors.NOT_FOUND({ data: { what: 'person' } });
        return me;
      }),
      signInWithPassword: os.session.signInWithPassword.handler(async ({ input, context, errors }) =>
        orRefuse(await noted(await parts.services, (services) => services.door.signIn(context.sessionId, input.login, input.password)), errors),
      ),
      setUp: os.session.setUp.handler(async ({ input, context, errors }) =>
        orRefuse(await (await parts.services).door.setUp(context.sessionId, input.name, input.login, input.password), errors),
      ),
      changePassword: os.session.changePassword.handler(async ({ input, context, errors }) =>
        orRefuse(await (await parts.services).door.changePassword(context.sessionId, input.login, input.current, input.next), errors),
      ),
      signOut: os.session.signOut.handler(async ({ context }) => {
        await (await parts.services).sessions.signOut(context.sessionId);
        return {};
      }),
      me: os.session.me.handler(async ({ context }) => (await parts.services).sessions.me(context.sessionId)),
      follow: os.session.follow.handler(async function* ({ context, signal }) {
        yield* (await parts.services).sessions.follow(context.sessionId, signal);
      }),
      setState: os.session.setState.handler(async ({ input, context, errors }) => {
        const me = await (await parts.services).sessions.setState(context.sessionId, input.state, input.reason);
        if (!me) throw errors.SIGNED_OUT();
        return me;
      }),
    },
  };
}
