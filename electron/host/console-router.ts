import { implement, ORPCError } from '@orpc/server';
import { watchCase } from '#electron/desk/cases/case-watch.ts';
import { toCaseCommand } from '#electron/desk/cases/to-case-command.ts';
import { suggestCustomers } from '#electron/desk/customers/suggest-customers.ts';
import { searchCases } from '#electron/desk/search/search-cases.ts';
import { mayAct, mayRead } from '#electron/desk/session/permissions.ts';
import { readPreferences, savePreferences } from '#electron/desk/settings/preferences.ts';
import type { DeskServices, HostParts } from '#electron/host/desk-services.ts';
import { Topic } from '#electron/host/topic.ts';
import type { WalletFault } from '#electron/wallet/port.ts';
import type { Position } from '#shared/case/envelope.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { consoleContract } from '#shared/contract/console-contract.ts';
import type { Person } from '#shared/desk/person.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';

/** A call that takes longer is named in the log with its time. */
const SLOW_MS = 250;

/** Whether a database, and not the code around it, gave up: full or faulty disk, damaged file, a worker that ended. */
const isDatabaseFault = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_');

/** Whose call it is: a session is one window or tab. */
export interface ConsoleContext {
  readonly sessionId: string;
}

/** The simulation's states as they come; nothing on a real desk. */
async function* demoStates(services: DeskServices, signal: AbortSignal | undefined) {
  const { demo } = services;
  if (!demo) return;
  const topic = new Topic(demo.state());
  const off = demo.onChange((state) => topic.set(state));
  try {
    yield* topic.follow(signal);
  } finally {
    off();
  }
}

/** The table of handlers behind the contract: authorises each call, then hands it to the use case. */
export function makeConsoleRouter(parts: HostParts) {
  const os = implement(consoleContract).$context<ConsoleContext>();

  /** Waits for the desk and asks for a signed-in person. */
  const signedIn = os.middleware(async ({ context, next, errors, signal, path }) => {
    const services = await parts.services;
    const person = services.sessions.personOf(context.sessionId);
    if (!person) throw errors.SIGNED_OUT();
    // Streams end when the caller lets go, and when the person signs out.
    const until = AbortSignal.any([services.sessions.untilSignedOut(context.sessionId), ...(signal ? [signal] : [])]);
    const began = performance.now();
    try {
      return await next({ context: { person, services, until } });
    } catch (cause) {
      if (cause instanceof ORPCError) throw cause;
      services.logger.error('call: failed', { method: path.join('.'), cause: String(cause) });
      if (isDatabaseFault(cause)) throw errors.UNAVAILABLE({ data: { part: 'store' } });
      throw cause;
    } finally {
      const ms = Math.round(performance.now() - began);
      if (ms > SLOW_MS) services.logger.warn('call: slow', { method: path.join('.'), ms });
    }
  });

  type Refuse = { readonly NOT_FOUND: (options: { data: { what: string } }) => Error; readonly NOT_ALLOWED: () => Error };

  /** The case's row, if the person may see the case. */
  async function visible(services: DeskServices, person: Person, caseId: CaseId, errors: Refuse): Promise<InboxRow> {
    const row = await services.store.cache.row(caseId);
    if (!row) throw errors.NOT_FOUND({ data: { what: 'case' } });
    if (mayRead(person, row)) return row;
    // Earlier cases of a customer whose case is mine are part of my work.
    const related = row.customer ? await services.store.cache.casesOf(row.customer, 200) : [];
    if (!related.some((other) => other.owner === person.id && other.status !== 'resolved')) throw errors.NOT_ALLOWED();
    return row;
  }

  async function customerOf(services: DeskServices, person: Person, caseId: CaseId, customer: CustomerId, errors: Refuse): Promise<void> {
    const row = await visible(services, person, caseId, errors);
    if (row.customer !== customer) throw errors.NOT_ALLOWED();
  }

  type Unavailable = { readonly UNAVAILABLE: (options: { data: { part: 'wallet' | 'engine' } }) => Error };

  /** What is shown is on record first; what cannot be recorded is not shown. */
  async function onRecord(services: DeskServices, recording: Promise<void>, errors: Unavailable): Promise<void> {
    try {
      await recording;
    } catch (cause) {
      services.logger.error('onRecord: a look could not be recorded', { cause: String(cause) });
      throw errors.UNAVAILABLE({ data: { part: 'engine' } });
    }
  }

  const walletFault = (code: WalletFault['code'], errors: Refuse & Unavailable) =>
    code === 'not-found' ? errors.NOT_FOUND({ data: { what: 'customer' } }) : errors.UNAVAILABLE({ data: { part: 'wallet' } });

  return os.router({
    host: {
      info: os.host.info.handler(() => parts.info()),
      startup: os.host.startup.handler(({ signal }) => parts.startup.follow(signal)),
      sync: os.host.sync.handler(async function* ({ signal }) {
        const { hub } = await parts.services;
        // Listened to before the first word, so that nothing told in between is missed.
        const changes = hub.onSync(signal);
        try {
          yield hub.sync();
          yield* changes;
        } finally {
          await changes.return(undefined);
        }
      }),
    },
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
        const me = await (await parts.services).sessions.setState(context.sessionId, input.state);
        if (!me) throw errors.SIGNED_OUT();
        return me;
      }),
    },
    desk: { directory: os.desk.directory.use(signedIn).handler(({ context }) => context.services.directory) },
    inbox: {
      page: os.inbox.page.use(signedIn).handler(async ({ input, context }) => {
        const page = await context.services.inbox.page(context.person, input);
        return { rows: [...page.rows], total: page.total };
      }),
      counts: os.inbox.counts.use(signedIn).handler(({ context }) => context.services.inbox.counts(context.person)),
      follow: os.inbox.follow.use(signedIn).handler(({ context }) => context.services.inbox.follow(context.person, context.until)),
    },
    cases: {
      read: os.cases.read.use(signedIn).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        return { events: [...(await context.services.store.cache.caseEvents(input.caseId, input.after as Position | 0))] };
      }),
      follow: os.cases.follow.use(signedIn).handler(async function* ({ input, context, errors }) {
        await visible(context.services, context.person, input.caseId, errors);
        yield* watchCase(context.services, input.caseId, input.after as Position | 0, context.person.id, context.until);
      }),
      act: os.cases.act.use(signedIn).handler(async ({ input, context, errors }) => {
        const { person, services } = context;
        if (!mayAct(person, input.command.type)) throw errors.NOT_ALLOWED();
        await visible(services, person, input.caseId, errors);
        for (const [index, file] of (input.command.type === 'reply' ? input.command.attachments : []).entries()) {
          if (await services.uploads.holds(input.caseId, file)) continue;
          throw errors.BAD_INPUT({ data: { place: `command.attachments.${index}`, fault: 'unknown-attachment' } });
        }
        const command = await toCaseCommand(input.command, services.vault);
        const outcome = await services.desk.act(input.caseId, { kind: person.role, id: person.id }, input.commandId, command);
        if (!outcome.ok) throw errors.REFUSED({ data: outcome.error });
        return { events: [...outcome.value] };
      }),
      typing: os.cases.typing.use(signedIn).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        context.services.feed.typing(input.caseId, context.person.id);
        return {};
      }),
      earlier: os.cases.earlier.use(signedIn).handler(async ({ input, context }) => {
        const rows = await context.services.store.cache.casesOf(input.customer, 50);
        return { rows: rows.some((row) => mayRead(context.person, row)) ? [...rows] : [] };
      }),
    },
    drafts: {
      list: os.drafts.list.use(signedIn).handler(async ({ context }) => {
        const drafts = await context.services.store.ledger.drafts(context.person.id);
        return drafts.map(({ person: _person, attachments, ...draft }) => ({ ...draft, attachments: [...attachments] }));
      }),
      save: os.drafts.save.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await visible(services, person, input.caseId, errors);
        const savedAt = services.clock();
        const empty = input.text === '' && input.attachments.length === 0;
        if (empty) await services.store.ledger.dropDraft(input.caseId, person.id, input.kind);
        else await services.store.ledger.saveDraft({ ...input, person: person.id, savedAt });
        return { savedAt };
      }),
    },
    attachments: {
      begin: os.attachments.begin.use(signedIn).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        const begun = context.services.uploads.begin(context.sessionId, input.caseId, input.name, input.size);
        if (!begun.ok) throw errors.UPLOAD_REFUSED({ data: { fault: begun.error } });
        return begun.value;
      }),
      chunk: os.attachments.chunk.use(signedIn).handler(({ input, context, errors }) => {
        const taken = context.services.uploads.chunk(context.sessionId, input.upload, Buffer.from(input.data, 'base64'));
        if (!taken.ok) throw errors.UPLOAD_REFUSED({ data: { fault: taken.error } });
        return taken.value;
      }),
      finish: os.attachments.finish.use(signedIn).handler(async ({ input, context, errors }) => {
        const kept = await context.services.uploads.finish(context.sessionId, input.upload);
        if (!kept.ok) throw errors.UPLOAD_REFUSED({ data: { fault: kept.error } });
        return kept.value;
      }),
      read: os.attachments.read.use(signedIn).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        const bytes = await context.services.uploads.read(input.caseId, input.blob);
        if (!bytes) throw errors.NOT_FOUND({ data: { what: 'attachment' } });
        return { data: Buffer.from(bytes).toString('base64') };
      }),
    },
    customers: {
      find: os.customers.find.use(signedIn).handler(async ({ input, context, errors }) => {
        const found = await context.services.wallet.findCustomers(input.text, 20);
        if (!found.ok) throw walletFault(found.error.code, errors);
        return [...found.value];
      }),
      suggest: os.customers.suggest.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services } = context;
        await visible(services, context.person, input.caseId, errors);
        const state = await services.hub.state(input.caseId);
        return state ? [...(await suggestCustomers(services, state, services.clock()))] : [];
      }),
      account: os.customers.account.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await customerOf(services, person, input.caseId, input.customer, errors);
        const account = await services.wallet.account(input.customer);
        if (!account.ok) throw walletFault(account.error.code, errors);
        await onRecord(services, services.trail.seen(person, input.caseId, input.customer, 'account', account.value), errors);
        return account.value;
      }),
      transactions: os.customers.transactions.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await customerOf(services, person, input.caseId, input.customer, errors);
        const page = await services.wallet.transactions(input.customer, input.from, input.limit);
        if (!page.ok && page.error.code === 'unknown-mark') throw errors.BAD_INPUT({ data: { place: 'from', fault: 'unknown-page-mark' } });
        if (!page.ok) throw walletFault(page.error.code, errors);
        await onRecord(services, services.trail.seen(person, input.caseId, input.customer, 'timeline', page.value), errors);
        return { transactions: [...page.value.transactions], next: page.value.next };
      }),
      demoChatLink: os.customers.demoChatLink.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services } = context;
        if (!services.demo || !services.chatLink) throw errors.NOT_ALLOWED();
        const account = await services.wallet.account(input.customer);
        if (!account.ok) throw walletFault(account.error.code, errors);
        return { url: services.chatLink(input.customer, account.value.name) };
      }),
    },
    vault: {
      reveal: os.vault.reveal.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        if (person.role === 'trainer') throw errors.NOT_ALLOWED();
        await visible(services, person, input.caseId, errors);
        const state = await services.hub.state(input.caseId);
        const inCase = state?.entries.some((entry) => 'marks' in entry && entry.marks.some((mark) => mark.token === input.token));
        if (!inCase) throw errors.NOT_FOUND({ data: { what: 'token' } });
        await onRecord(services, services.trail.revealed(person, input.caseId, input.token, input.reason), errors);
        const value = await services.vault.reveal(input.token);
        if (!value) throw errors.NOT_FOUND({ data: { what: 'token' } });
        return value;
      }),
    },
    search: {
      query: os.search.query.use(signedIn).handler(({ input, context }) => searchCases(context.services, context.person, input.text, input.limit)),
    },
    settings: {
      read: os.settings.read.use(signedIn).handler(({ context }) => readPreferences(context.services.store.ledger, context.person.id)),
      save: os.settings.save.use(signedIn).handler(async ({ input, context }) => {
        await savePreferences(context.services.store.ledger, context.person.id, input);
        return {};
      }),
    },
    demo: {
      follow: os.demo.follow.use(signedIn).handler(async function* ({ context }) {
        yield* demoStates(context.services, context.until);
      }),
      set: os.demo.set.use(signedIn).handler(({ input, context, errors }) => {
        if (!context.services.demo) throw errors.NOT_ALLOWED();
        return context.services.demo.set(input);
      }),
    },
  });
}

export type ConsoleRouter = ReturnType<typeof makeConsoleRouter>;
