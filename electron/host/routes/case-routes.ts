import { watchCase } from '#electron/desk/cases/case-watch.ts';
import type { TrackedCommand } from '#electron/desk/cases/deferred-commands.ts';
import { toCaseCommand } from '#electron/desk/cases/to-case-command.ts';
import type { DraftsFrame } from '#electron/desk/drafts/drafts.ts';
import { mayAct, mayRead } from '#electron/desk/session/permissions.ts';
import { addressedReply } from '#electron/host/addressed-reply.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { lineRefusal, mergeCommand } from '#electron/host/merged-commands.ts';
import { onRecord } from '#electron/host/on-record.ts';
import { splitCommand, splitRefusal } from '#electron/host/split-commands.ts';
import { templateCommand, templatesOf } from '#electron/host/template-command.ts';
import { mayReadOf, type Refuse, visible } from '#electron/host/visible.ts';
import type { DeferredCommand, KeptWords, RestingDraft, Words } from '#electron/store/port.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import type { Position } from '#shared/case/envelope.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { addressingOf, isCustomerAlone } from '#shared/case/recipients.ts';
import type { AgentCommand, DeferredCommandView, DraftsFrameView, DraftView, KeptWordsView } from '#shared/contract/schemas.ts';
import { mayWork } from '#shared/desk/engine-health.ts';
import type { Person } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';
import { ok, type Result } from '#shared/lib/result.ts';

/** More older cases of one customer are not counted. */
const MOST_OLDER = 1_000;

/** The words of a command, raw where that is known; those of a template are not the person's, and no draft comes of them. */
function wordsOf({ command, typed }: DeferredCommand): DeferredCommandView['words'] {
  if (typed !== null) return { ...typed, attachments: [...typed.attachments] };
  if (command.type === 'reply' && command.template === undefined) {
    const { text, attachments, recipients, forwards } = command;
    const addressing = addressingOf(recipients, forwards);
    return { kind: 'reply', text: text.text, attachments: [...attachments], ...(isCustomerAlone(addressing) ? {} : { addressing }) };
  }
  return command.type === 'addNote' ? { kind: 'note', text: command.text.text, attachments: [] } : null;
}

/** A command that has not come to its end, as its author's screen shows it. */
function deferredView(tracked: TrackedCommand, row: InboxRow | null): DeferredCommandView {
  const { commandId, caseId, at, command, state, refusal } = tracked;
  return { commandId, caseId, row, at, type: command.type, words: wordsOf(tracked), state, refusal };
}

/** What a person typed, where a command has words of theirs. */
function typedIn(command: AgentCommand): Words | null {
  if (command.type === 'reply') {
    const { text, attachments, addressing } = command;
    return { kind: 'reply', text, attachments, ...(addressing === undefined ? {} : { addressing }) };
  }
  return command.type === 'addNote' ? { kind: 'note', text: command.text, attachments: [] } : null;
}

function draftView({ person: _person, attachments, ...draft }: RestingDraft): DraftView {
  return { ...draft, attachments: [...attachments] };
}

function keptView({ person: _person, attachments, ...words }: KeptWords, row: InboxRow | null): KeptWordsView {
  return { ...words, row, attachments: [...attachments] };
}

type Gone = DraftsFrame['gone'][number];

/** The drafts that are gone, and what is gone beside drafts with an erased person: its author learns of that by this alone. */
async function goneView({ gone, keptGone }: DraftsFrame, isErased: (caseId: CaseId) => Promise<boolean>): Promise<DraftsFrameView['gone']> {
  const named = async ({ caseId, kind }: Gone) => ((await isErased(caseId)) ? { caseId, kind, erased: true as const } : { caseId, kind });
  const [drafts, beside] = await Promise.all([Promise.all(gone.map(named)), Promise.all(keptGone.map(named))]);
  return [...drafts, ...beside.filter(({ erased }) => erased === true)];
}

/** What was asked for as the case's own command, or why it is refused before the case is asked. */
async function commandOf(
  context: { readonly services: DeskServices; readonly person: Person },
  caseId: CaseId,
  commandId: CommandId,
  wished: AgentCommand,
  errors: Refuse,
): Promise<Result<CaseCommand, Refusal>> {
  const { services, person } = context;
  switch (wished.type) {
    case 'merge':
      return mergeCommand(context, wished, errors);
    case 'split':
      return ok(splitCommand(wished, commandId));
    case 'sendTemplate':
      return templateCommand(services, caseId, wished);
    default:
      return ok(await toCaseCommand(wished, services, person.role));
  }
}

/** One case: its events, what is done to it, and what somebody is writing. */
export function caseRoutes({ os, signedIn, holding }: ConsoleAccess) {
  return {
    cases: {
      read: os.cases.read.use(signedIn).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        return { events: [...(await context.services.store.cache.caseEvents(input.caseId, input.after as Position | 0))] };
      }),
      follow: os.cases.follow.use(signedIn).handler(async function* ({ input, context, errors }) {
        await visible(context.services, context.person, input.caseId, errors);
        const silent = input.silent === true;
        if (silent && !may(context.person.role, 'watch')) throw errors.NOT_ALLOWED();
        if (silent) await onRecord(context.services, context.services.trail.observed(context.person, input.caseId), errors);
        // A leave to look ends what it gave.
        const leave = context.services.glass.leave(context.person.id, input.caseId);
        const row = leave === null ? null : await context.services.store.cache.row(input.caseId);
        const lent = leave !== null && row !== null && !mayRead(context.person, row);
        const until = lent ? AbortSignal.any([context.until, AbortSignal.timeout(Math.max(1, leave.until - context.services.clock()))]) : context.until;
        const from = input.newest === undefined ? { after: input.after as Position | 0 } : { newest: input.newest };
        yield* watchCase(context.services, input.caseId, from, context.person.id, silent, until);
      }),
      rest: os.cases.rest.use(signedIn).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        const text = await context.services.store.cache.earlierEntries(input.caseId, input.newest, input.position as Position);
        if (text === null) throw errors.NOT_FOUND({ data: { what: 'case' } });
        return { text };
      }),
      act: os.cases.act.use(signedIn).handler(async ({ input, context, errors }) => {
        const { person, services } = context;
        if (!mayAct(person, input.command.type)) throw errors.NOT_ALLOWED();
        const row = await visible(services, person, input.caseId, errors);
        // While the engine is away its files are looked at when the reply is carried out.
        const files = input.command.type === 'reply' && mayWork(services.engine.health()) ? input.command.attachments : [];
        for (const [index, file] of files.entries()) {
          if (await services.uploads.holds(input.caseId, file)) continue;
          throw errors.BAD_INPUT({ data: { place: `command.attachments.${index}`, fault: 'unknown-attachment' } });
        }
        if (input.command.type === 'linkIncident' && !(await services.incidents.book.find(input.command.incident)))
          throw errors.NOT_FOUND({ data: { what: 'incident' } });
        const { command: wished, commandId } = input;
        // Before a case is taken for it.
        const addressed = await addressedReply(services, input.caseId, wished);
        if (!addressed.ok) throw errors.REFUSED({ data: addressed.error });
        const split = wished.type === 'reply' || wished.type === 'sendTemplate' ? wished.for : undefined;
        const ofLine =
          split === undefined ? await lineRefusal(context, row, wished, commandId) : await splitRefusal(context, input.caseId, split, wished, commandId);
        if (ofLine !== null) throw errors.REFUSED({ data: ofLine });
        const made = await commandOf(context, input.caseId, commandId, wished, errors);
        if (!made.ok) throw errors.REFUSED({ data: made.error });
        const command = made.value.type === 'reply' ? { ...made.value, ...addressed.value } : made.value;
        const given = { typed: typedIn(input.command), draft: input.draft ?? null };
        const outcome = await services.deferred.act(input.caseId, { kind: person.role, id: person.id }, input.commandId, command, given);
        if (!outcome.ok) throw errors.REFUSED({ data: outcome.error });
        return { events: [...outcome.value.events], deferred: outcome.value.deferred };
      }),
      templates: os.cases.templates.use(holding('work')).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        const found = await templatesOf(context.services, input.caseId);
        return found === null ? { from: 'none' as const, at: null, fault: null, templates: [] } : { ...found, templates: [...found.templates] };
      }),
      typing: os.cases.typing.use(holding('work')).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        context.services.feed.typing(input.caseId, context.person.id, input.over === true);
        return {};
      }),
      earlier: os.cases.earlier.use(signedIn).handler(async ({ input, context }) => {
        const { cache } = context.services.store;
        const rows = await cache.casesOf(input.customer, 50);
        if (!mayReadOf(context, input.customer, rows)) return { rows: [], older: 0 };
        return { rows: [...rows], older: (await cache.leftOf(input.customer, MOST_OLDER)).length };
      }),
      readOlder: os.cases.readOlder.use(signedIn).handler(async ({ input, context, errors }) => {
        const { store, hub } = context.services;
        const rows = await store.cache.casesOf(input.customer, 50);
        if (!mayReadOf(context, input.customer, rows)) throw errors.NOT_ALLOWED();
        const left = await store.cache.leftOf(input.customer, 50);
        for (const id of left) await hub.bringBack(id);
        return { read: left.length };
      }),
    },
    deferred: {
      follow: os.deferred.follow.use(signedIn).handler(async function* ({ context }) {
        const { deferred, store } = context.services;
        for await (const own of deferred.follow(context.person.id, context.until))
          yield await Promise.all(own.map(async (one) => deferredView(one, await store.cache.row(one.caseId))));
      }),
      takeBack: os.deferred.takeBack.use(signedIn).handler(async ({ input, context }) => ({
        taken: await context.services.deferred.takeBack(context.person.id, input.commandId),
      })),
      sendAgain: os.deferred.sendAgain.use(signedIn).handler(async ({ input, context }) => ({
        taken: await context.services.deferred.sendAgain(context.person.id, input.commandId),
      })),
      arrived: os.deferred.arrived.use(signedIn).handler(async ({ input, context }) => ({
        taken: await context.services.deferred.arrived(context.person.id, input.commandId),
      })),
    },
    undelivered: {
      follow: os.undelivered.follow.use(signedIn).handler(async function* ({ context }) {
        const { undelivered, store } = context.services;
        for await (const own of undelivered.follow(context.person.id, context.until))
          yield await Promise.all(
            own.map(async ({ message, caseId, at, state, reason, text }) => ({ message, caseId, row: await store.cache.row(caseId), at, state, reason, text })),
          );
      }),
    },
    drafts: {
      list: os.drafts.list.use(signedIn).handler(async ({ context }) => {
        const { cache, ledger } = context.services.store;
        const drafts = await ledger.drafts(context.person.id);
        return Promise.all(drafts.map(async (draft) => ({ ...draftView(draft), row: await cache.row(draft.caseId) })));
      }),
      follow: os.drafts.follow.use(signedIn).handler(async function* ({ context }) {
        const { drafts: own, hub, store } = context.services;
        // Of a case that cannot be had now nothing more is known.
        const isErased = async (caseId: CaseId) => (await hub.state(caseId).catch(() => undefined))?.erasedAt != null;
        for await (const frame of own.follow(context.person.id, context.until))
          yield {
            whole: frame.whole,
            asOf: frame.asOf,
            drafts: frame.drafts.map(draftView),
            gone: await goneView(frame, isErased),
            kept: await Promise.all(frame.kept.map(async (words) => keptView(words, await store.cache.row(words.caseId)))),
          };
      }),
      save: os.drafts.save.use(holding('work')).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await visible(services, person, input.caseId, errors);
        const erasedAt = (await services.hub.state(input.caseId))?.erasedAt ?? null;
        if (erasedAt !== null) throw errors.REFUSED({ data: { code: 'erased', at: erasedAt } });
        const { caseId, base, ...words } = input;
        return services.drafts.save(context.sessionId, person.id, caseId, words, base);
      }),
      keepAside: os.drafts.keepAside.use(holding('work')).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await visible(services, person, input.caseId, errors);
        const erasedAt = (await services.hub.state(input.caseId))?.erasedAt ?? null;
        if (erasedAt !== null) throw errors.REFUSED({ data: { code: 'erased', at: erasedAt } });
        await services.drafts.keepAside(person.id, input);
        return {};
      }),
      dropKept: os.drafts.dropKept.use(signedIn).handler(async ({ input, context }) => {
        await context.services.drafts.dropKept(context.person.id, input.id);
        return {};
      }),
    },
  };
}
