import type { ConsoleAccess } from '#electron/host/console-access.ts';

/** Who works in a session, and whether they take cases. */
export function sessionRoutes({ os, parts }: ConsoleAccess) {
  return {
    session: {
      people: os.session.people.handler(async () => [...(await parts.services).sessions.people()]),
      signIn: os.session.signIn.handler(async ({ input, context, errors }) => {
        const me = await (await parts.services).sessions.signIn(context.sessionId, input.person);
        if (!me) throw errors.NOT_FOUND({ data: { what: 'person' } });
        return me;
      }),
      signOut: os.session.signOut.handler(async ({ context }) => {
        await (await parts.services).sessions.signOut(context.sessionId);
        return {};
      }),
      me: os.session.me.handler(async ({ context }) => (await parts.services).sessions.me(context.sessionId)),
      setState: os.session.setState.handler(async ({ input, context, errors }) => {
        const me = await (await parts.services).sessions.setState(context.sessionId, input.state, input.reason);
        if (!me) throw errors.SIGNED_OUT();
        return me;
      }),
    },
  };
}
