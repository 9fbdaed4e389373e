import type { ConsoleAccess } from '#electron/host/console-access.ts';

/** The desk's accounts at providers. */
export function channelRoutes({ os, holding }: ConsoleAccess) {
  const configuring = holding('configure');
  return {
    channels: {
      follow: os.channels.follow.use(configuring).handler(({ context }) => context.services.channelAccounts.state.follow(context.until)),
      save: os.channels.save.use(configuring).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const saved = await services.channelAccounts.save({ kind: person.role, id: person.id }, input.account, input.isNew);
        if (!saved.ok) throw errors.ACCOUNT_FAULTY({ data: { faults: saved.error.map(({ path, fault }) => ({ path, fault })) } });
        return {};
      }),
      remove: os.channels.remove.use(configuring).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        if (!(await services.channelAccounts.remove({ kind: person.role, id: person.id }, input.id))) throw errors.NOT_FOUND({ data: { what: 'account' } });
        return {};
      }),
      switch: os.channels.switch.use(configuring).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const switched = await services.channelAccounts.switch({ kind: person.role, id: person.id }, input.id, input.on);
        if (!switched) throw errors.NOT_FOUND({ data: { what: 'account' } });
        return {};
      }),
      check: os.channels.check.use(configuring).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const answer = await services.channelAccounts.check({ kind: person.role, id: person.id }, input.id);
        if (answer === null) throw errors.NOT_FOUND({ data: { what: 'account' } });
        return answer;
      }),
      followChat: os.channels.followChat.use(configuring).handler(({ context }) => context.services.chatSettings.state.follow(context.until)),
      saveChat: os.channels.saveChat.use(configuring).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const saved = await services.chatSettings.save({ kind: person.role, id: person.id }, input.chat);
        if (saved === null) throw errors.NOT_ALLOWED();
        if (!saved.ok) throw errors.CHAT_FAULTY({ data: { faults: [...saved.error] } });
        return {};
      }),
      savePublicUrl: os.channels.savePublicUrl.use(configuring).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const saved = await services.channelAccounts.savePublicUrl({ kind: person.role, id: person.id }, input.publicUrl);
        if (!saved.ok) throw errors.ACCOUNT_FAULTY({ data: { faults: saved.error.map(({ path, fault }) => ({ path, fault })) } });
        return {};
      }),
    },
  };
}
