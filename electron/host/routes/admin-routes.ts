import type { ConsoleAccess } from '#electron/host/console-access.ts';
import { changesTo, readDeskFile, writeDeskFile } from '#shared/desk/desk-file.ts';

/** What a desk is made of, changed by those who may; and who may sign in to it. */
export function adminRoutes({ os, holding }: ConsoleAccess) {
  const configuring = holding('configure');
  return {
    admin: {
      follow: os.admin.follow.use(configuring).handler(async function* ({ context }) {
        for await (const { configuration, revisions } of context.services.configurationDesk.state.follow(context.until))
          yield { configuration, revisions: { ...revisions } };
      }),
      change: os.admin.change.use(configuring).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const { commandId, ...command } = input;
        const changed = await services.configurationDesk.change({ kind: person.role, id: person.id }, command, commandId);
        if (!changed.ok) throw errors.DESK_REFUSED({ data: changed.error });
        return { configuration: changed.value.configuration };
      }),
      openCases: os.admin.openCases.use(configuring).handler(async ({ context }) => {
        const { queues, people } = await context.services.store.cache.openCases();
        return { queues: Object.fromEntries(queues), people: Object.fromEntries(people) };
      }),
      history: os.admin.history.use(configuring).handler(async ({ input, context }) => {
        const all = await context.services.configurationDesk.history();
        const from = input.before === null ? 0 : all.findIndex(({ id }) => id === input.before) + 1;
        return { entries: all.slice(from, from + input.limit), more: all.length > from + input.limit };
      }),
      exportFile: os.admin.exportFile.use(configuring).handler(async ({ context }) => {
        const { services, person } = context;
        await services.audit.record({ kind: person.role, id: person.id }, { kind: 'desk.exported', fields: ['configuration'] });
        return { text: writeDeskFile(services.configuration.value) };
      }),
      checkFile: os.admin.checkFile.use(configuring).handler(({ input, context }) => {
        const read = readDeskFile(input.text);
        if (!read.ok) return { faults: [...read.error], changes: [] };
        return { faults: [], changes: [...changesTo(context.services.configurationDesk.state.value, read.value)] };
      }),
    },
    accounts: {
      list: os.accounts.list.use(configuring).handler(async ({ context }) => [...(await context.services.accounts.list())]),
      invite: os.accounts.invite.use(configuring).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        if (!services.configuration.value.people.some(({ id }) => id === input.person)) throw errors.NOT_FOUND({ data: { what: 'person' } });
        await services.audit.record({ kind: person.role, id: person.id }, { kind: 'account.invited', facts: { person: input.person } });
        const invited = await services.accounts.invite(input.person, input.login);
        if (!invited.ok) throw errors.ACCOUNT_REFUSED({ data: invited.error });
        return { oneTimePassword: invited.value };
      }),
      reset: os.accounts.reset.use(configuring).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await services.audit.record({ kind: person.role, id: person.id }, { kind: 'account.reset', facts: { person: input.person } });
        // Whoever needs another password may have lost the phone with it, or somebody else has both.
        await services.stepUp.remove(person, input.person);
        const given = await services.accounts.reset(input.person);
        if (!given.ok) throw errors.ACCOUNT_REFUSED({ data: given.error });
        await services.sessions.signOutPerson(input.person);
        return { oneTimePassword: given.value };
      }),
    },
  };
}
