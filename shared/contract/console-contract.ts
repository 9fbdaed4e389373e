import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { agentState } from '#shared/case/agent-state.ts';
import { attachment } from '#shared/case/attachment.ts';
import { callDirection } from '#shared/case/call.ts';
import { erasureReason } from '#shared/case/erasure.ts';
import { inboxRow, inboxView } from '#shared/case/inbox-row.ts';
import { actionContract } from '#shared/contract/action-contract.ts';
import { boardFrame, figurePlace } from '#shared/contract/board-schemas.ts';
import { channelContract } from '#shared/contract/channel-contract.ts';
import { contractErrors, signInFault, uploadFault } from '#shared/contract/errors.ts';
import { guardContract } from '#shared/contract/guard-contract.ts';
import { incidentContract } from '#shared/contract/incident-contract.ts';
import { recoveryRefusal, recoveryState, unlockRefusal, unlockTry } from '#shared/contract/key-schemas.ts';
import { importDone, importFault, importProgress, keptAside, mailSettings, mailState, mailView } from '#shared/contract/mail-schemas.ts';
import { panelContract } from '#shared/contract/panel-contract.ts';
import { callBacksFrame, ringingCall } from '#shared/contract/phone-schemas.ts';
import {
  changeNoteInput,
  closedCaseRow,
  closedFilter,
  keepReviewDraftInput,
  noteInput,
  removeNoteInput,
  reviewDrafts,
  reviewInput,
  seenInput,
} from '#shared/contract/replay-schemas.ts';
import {
  accountView,
  agentCommand,
  anyEvent,
  callNote,
  caseFrame,
  caseTemplates,
  deferredCommand,
  demoState,
  draft,
  draftsFrame,
  hostInfo,
  inboxCounts,
  inboxFrame,
  inboxSort,
  itemRevision,
  keptWords,
  MAX_SEARCH_LENGTH,
  me,
  preferences,
  searchFault,
  searchHit,
  startupFrame,
  syncFrame,
  undeliveredMessage,
  workFrame,
} from '#shared/contract/schemas.ts';
import { configuration } from '#shared/desk/configuration.ts';
import { deskChange, deskCommand, deskRefusal } from '#shared/desk/decide-desk.ts';
import { deskFault } from '#shared/desk/desk-fault.ts';
import { MOST_FILE_TEXT } from '#shared/desk/desk-file.ts';
import { deskHistoryEntry } from '#shared/desk/desk-history.ts';
import { engineHealth } from '#shared/desk/engine-health.ts';
import { login, password, passwordFaultCode } from '#shared/desk/password-rules.ts';
import { person } from '#shared/desk/person.ts';
import { storageHealth } from '#shared/desk/storage-health.ts';
import { caseId, commandId, customerId, eventId, personId, transactionId } from '#shared/lib/ids.ts';
import { localized } from '#shared/lib/localized.ts';
import { instant } from '#shared/lib/time.ts';
import { isTimeZone } from '#shared/lib/zoned-time.ts';
import { customerSummary } from '#shared/wallet/account.ts';
import { matchReason } from '#shared/wallet/match-reason.ts';

/** The version of the contract; a renderer of another version says so and asks to be reloaded. */
export const CONTRACT_VERSION = 1;

const base = oc.errors(contractErrors);
const withSignIn = base.errors({ SIGN_IN_REFUSED: { data: signInFault } });
const withPassword = withSignIn.errors({ PASSWORD_REFUSED: { data: z.object({ code: passwordFaultCode }) } });

/** Everything that a console's screen may ask of its host. Dispatch looks up this table and nothing else. */
export const consoleContract = {
  host: {
    info: base.output(hostInfo),
    startup: base.output(eventIterator(startupFrame)),
    sync: base.output(eventIterator(syncFrame)),
  },
  keys: {
    /** Gives the host what it lacks for the desk's data, while `host.startup` says `locked`; nobody can be signed in then. */
    unlock: base
      .errors({ KEY_REFUSED: { data: unlockRefusal } })
      .input(unlockTry)
      /** Where the data was kept, when an empty desk was begun instead. */
      .output(z.object({ aside: z.string().nullable() })),
    recovery: base.output(recoveryState),
    /** A new recovery key, shown once; in force when its group `ask` comes back by `keepRecovery`. */
    makeRecovery: base.errors({ RECOVERY_REFUSED: { data: recoveryRefusal } }).output(z.object({ key: z.string(), ask: z.number().int() })),
    keepRecovery: base
      .errors({ RECOVERY_REFUSED: { data: recoveryRefusal } })
      .input(z.object({ group: z.string().max(100) }))
      .output(recoveryState),
  },
  engine: {
    /** How this console stands to its queue engine: at once, and with each change. */
    follow: base.output(eventIterator(engineHealth)),
  },
  storage: {
    /** How the databases on the host are looked through and backed up, and what was put back: at once, and with each change. */
    follow: base.output(eventIterator(storageHealth)),
  },
  session: {
    /** How one comes in: as one of the demo desk's people, by a password, or by setting the desk up. */
    entrance: base.output(z.enum(['people', 'password', 'set-up'])),
    /** Whom one may sign in as without a password: the demo desk's people; of a real desk nobody. */
    people: base.output(z.array(person)),
    signIn: base.input(z.object({ person: personId })).output(me),
    signInWithPassword: withSignIn.input(z.object({ login: z.string().min(1).max(200), password })).output(me),
    /** Makes the first administrator of a desk without accounts, and signs them in. */
    setUp: withPassword.input(z.object({ name: localized, login, password })).output(me),
    /** Proves the present password, takes another, and signs in; also for who has a password that is to be changed. */
    changePassword: withPassword.input(z.object({ login: z.string().min(1).max(200), current: password, next: password })).output(me),
    /** Who is signed in here and how they stand: at once, and again with each change; null once they are no longer. */
    follow: base.output(eventIterator(me.nullable())),
    signOut: base.output(z.object({})),
    me: base.output(me.nullable()),
    setState: base.input(z.object({ state: agentState.exclude(['away', 'offline']), reason: z.string().min(1).max(64).nullable() })).output(me),
  },
  desk: {
    /** What the desk is made of: at once, and whole again with each change. */
    follow: base.output(eventIterator(configuration)),
  },
  admin: {
    /** What the desk is made of, with what each item's change must be based on. */
    follow: base.output(eventIterator(z.object({ configuration, revisions: z.record(z.string(), itemRevision) }))),
    /** All of the changes or none; fulfilled when the desk goes by them. */
    change: base
      .errors({ DESK_REFUSED: { data: deskRefusal } })
      .input(deskCommand.extend({ commandId }))
      .output(z.object({ configuration })),
    /** Cases that are not resolved, by queue and by who has them: what removing something would leave behind. */
    openCases: base.output(z.object({ queues: z.record(z.string(), z.number().int()), people: z.record(z.string(), z.number().int()) })),
    history: base
      .input(z.object({ before: eventId.nullable(), limit: z.number().int().min(1).max(200) }))
      .output(z.object({ entries: z.array(deskHistoryEntry), more: z.boolean() })),
    exportFile: base.output(z.object({ text: z.string() })),
    /** What a file would change, or everything that is wrong with it; nothing is changed by asking. */
    checkFile: base.input(z.object({ text: z.string().max(MOST_FILE_TEXT) })).output(z.object({ faults: z.array(deskFault), changes: z.array(deskChange) })),
  },
  accounts: {
    list: base.output(z.array(accountView)),
    /** Makes an account; the answer is shown once and good for one sign-in. */
    invite: base
      .errors({ ACCOUNT_REFUSED: { data: z.object({ code: z.enum(['login-taken', 'has-account', 'no-account']) }) } })
      .input(z.object({ person: personId, login }))
      .output(z.object({ oneTimePassword: z.string() })),
    /** Gives another one-time password, lifts a lock, and ends the person's sessions. */
    reset: base
      .errors({ ACCOUNT_REFUSED: { data: z.object({ code: z.enum(['login-taken', 'has-account', 'no-account']) }) } })
      .input(z.object({ person: personId }))
      .output(z.object({ oneTimePassword: z.string() })),
  },
  routing: {
    /** How I stand, what rings at me, and how much I have open. */
    follow: base.output(eventIterator(workFrame)),
  },
  supervision: {
    /** The live board: at once, then whenever a figure changed, at most five times a second. */
    follow: base.output(eventIterator(boardFrame)),
    /** The cases behind one figure, or behind what it is a share of. */
    cases: base
      .input(z.object({ place: figurePlace, part: z.enum(['numerator', 'denominator']) }))
      .output(z.object({ rows: z.array(inboxRow), total: z.number().int() })),
    /** Changes how an agent stands who is signed in; it is on record who did. */
    setState: base
      .input(z.object({ person: personId, state: agentState.exclude(['away', 'offline']), reason: z.string().min(1).max(64).nullable() }))
      .output(z.object({})),
  },
  incidents: incidentContract,
  replay: {
    /** Closed cases, the newest first. */
    cases: base.input(closedFilter).output(z.object({ rows: z.array(closedCaseRow), total: z.number().int() })),
    /** Everything of a closed case; that it is played again is on record before it answers. */
    open: base
      .input(z.object({ caseId }))
      .output(z.object({ events: z.array(anyEvent), trail: z.array(anyEvent), reviews: z.array(anyEvent), drafts: reviewDrafts })),
    /** What was shown of the customer at one look, masked as it was. */
    seen: base.input(seenInput).output(z.object({ shown: z.unknown() })),
    keepDraft: base.input(keepReviewDraftInput).output(z.object({})),
    save: base.input(reviewInput).output(z.object({ reviews: z.array(anyEvent) })),
    note: base.input(noteInput).output(z.object({ reviews: z.array(anyEvent) })),
    /** One's own notes alone. */
    changeNote: base.input(changeNoteInput).output(z.object({ reviews: z.array(anyEvent) })),
    removeNote: base.input(removeNoteInput).output(z.object({ reviews: z.array(anyEvent) })),
  },
  inbox: {
    page: base
      .input(z.object({ view: inboxView, sort: inboxSort, offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) }))
      .output(z.object({ rows: z.array(inboxRow), total: z.number().int() })),
    counts: base.output(inboxCounts),
    /** How many cases of the view `resolved` are too old to be kept here; they are read from the engine when they are opened. */
    older: base.output(z.object({ cases: z.number().int() })),
    follow: base.output(eventIterator(inboxFrame)),
  },
  cases: {
    read: base.input(z.object({ caseId, after: z.number().int().min(0) })).output(z.object({ events: z.array(anyEvent) })),
    /** First the events after `after`, then whatever comes; with `newest`, first the case as it stands, with so many of its entries. */
    follow: base
      .input(
        z.object({
          caseId,
          after: z.number().int().min(0),
          newest: z.number().int().min(1).optional(),
          /** A supervisor's look that the case's people are not told of; it is put on record before anything is shown. */
          silent: z.boolean().optional(),
        }),
      )
      .output(eventIterator(caseFrame)),
    /** What a case that was opened with so many entries was left without at that position: the JSON of `EarlierEntries`. */
    rest: base.input(z.object({ caseId, newest: z.number().int().min(1), position: z.number().int().min(0) })).output(z.object({ text: z.string() })),
    /** The approved messages of the case's platform; asked there where this host serves the account, else as they were told last. */
    templates: base.input(z.object({ caseId })).output(caseTemplates),
    /** Answers when the command is durable and appended; a repeat of the same commandId answers the same. */
    act: base
      .input(
        z.object({
          caseId,
          commandId,
          command: agentCommand,
          /** The version of the draft whose words the command carries: changed since, it stays. Left out, the draft goes whatever it says. */
          draft: z.number().int().nullable().optional(),
        }),
      )
      /** `deferred`: the engine cannot be reached; the command is on disk here and is carried out when it is back. */
      .output(z.object({ events: z.array(anyEvent), deferred: z.boolean() })),
    typing: base.input(z.object({ caseId, over: z.literal(true).optional() })).output(z.object({})),
    /** `older`: how many more there are that are too old to be kept here. */
    earlier: base.input(z.object({ customer: customerId })).output(z.object({ rows: z.array(inboxRow), older: z.number().int() })),
    /** Reads a customer's older cases from the engine, the newest fifty; they are at hand for some hours. */
    readOlder: base.input(z.object({ customer: customerId })).output(z.object({ read: z.number().int() })),
  },
  calls: {
    /** Begins to note a call on a case of its own; a repeat of the commandId answers the same case. */
    open: base.input(callNote.extend({ commandId })).output(z.object({ caseId })),
    /** Begins another call on a case. */
    again: base.input(z.object({ caseId, commandId, direction: callDirection })).output(z.object({ caseId })),
    /** What rings at one by the telephone system's word: at once, and with each change. */
    ringing: base.output(eventIterator(z.array(ringingCall))),
    /** Whose number it may be that rings at one; a guess. */
    maybe: base.input(z.object({ call: caseId })).output(z.array(customerSummary)),
    /** Begins to note a call that rings at one; one that the telephone system gave one meanwhile is answered as it is. */
    take: base.input(z.object({ call: caseId })).output(z.object({ caseId })),
    /** It rings at one no more. */
    letGo: base.input(z.object({ call: caseId })).output(z.object({})),
    /** Whom to call back, by the time it is due: at once, and with each change. */
    callBacks: base.output(eventIterator(callBacksFrame)),
  },
  deferred: {
    /** One's own commands that have not come to their end, or were refused when nobody waited for the answer; oldest first. */
    follow: base.output(eventIterator(z.array(deferredCommand))),
    /** Takes one out, its words back into their draft; not `taken` where it is being carried out, or has been. */
    takeBack: base.input(z.object({ commandId })).output(z.object({ taken: z.boolean() })),
    /** Carries out one of which nobody knows whether it arrived, unless it is found to have. */
    sendAgain: base.input(z.object({ commandId })).output(z.object({ taken: z.boolean() })),
    /** One of which nobody knows has arrived, its author says: it is not sent again. */
    arrived: base.input(z.object({ commandId })).output(z.object({ taken: z.boolean() })),
  },
  undelivered: {
    /** One's own messages that did not arrive, or may not have; oldest first. */
    follow: base.output(eventIterator(z.array(undeliveredMessage))),
  },
  drafts: {
    /** Newest first, each with its case. */
    list: base.output(z.array(draft.extend({ row: inboxRow.nullable() }))),
    /** One's drafts in all windows: at once, and with each change. */
    follow: base.output(eventIterator(draftsFrame)),
    /**
     * Saves a draft, or takes it away where it is empty. `base` is the version it was made from (null: none was there);
     * what another window saved since is `displaced`: kept aside, unless these words hold it. Left out, nothing is kept.
     */
    save: base
      .input(draft.omit({ savedAt: true, version: true }).extend({ base: z.number().int().nullable().optional() }))
      .output(z.object({ savedAt: instant, version: z.number().int(), displaced: z.boolean() })),
    /** Keeps words beside the draft, which goes to others; the same id again changes nothing. */
    keepAside: base.input(keptWords.omit({ row: true, refusal: true, at: true }).extend({ text: z.string().max(100_000) })).output(z.object({})),
    /** Discards words that were kept aside. */
    dropKept: base.input(z.object({ id: z.string().min(1).max(64) })).output(z.object({})),
  },
  attachments: {
    begin: base
      .errors({ UPLOAD_REFUSED: { data: z.object({ fault: uploadFault }) } })
      .input(z.object({ caseId, name: z.string().min(1).max(255), size: z.number().int().min(0) }))
      .output(z.object({ upload: z.string() })),
    /** At most 512 KiB, base64; in order. */
    chunk: base
      .errors({ UPLOAD_REFUSED: { data: z.object({ fault: uploadFault }) } })
      .input(z.object({ upload: z.string(), data: z.base64().max(700_000) }))
      .output(z.object({ received: z.number().int() })),
    finish: base
      .errors({ UPLOAD_REFUSED: { data: z.object({ fault: uploadFault }) } })
      .input(z.object({ upload: z.string() }))
      .output(attachment),
    read: base.input(z.object({ caseId, blob: attachment.shape.blob })).output(z.object({ data: z.base64() })),
  },
  mail: {
    /** What every screen may know of mail on this desk: at once, and again with each change. */
    follow: base.output(eventIterator(mailState)),
    /** A message that came as a mail, as it came: masked, and to be sanitised and framed. */
    open: base
      .errors({ MAIL_UNREADABLE: { data: z.object({ code: z.string() }) } })
      .input(z.object({ caseId, message: eventId }))
      .output(mailView),
    /** Brings in a `.eml` or `.mbox` file in pieces. */
    begin: base
      .errors({ IMPORT_REFUSED: { data: z.object({ fault: importFault }) } })
      .input(z.object({ name: z.string().min(1).max(255), size: z.number().int().min(0) }))
      .output(z.object({ import: z.string() })),
    /** At most 512 KiB, base64; in order. Answered when there is room for the next. */
    chunk: base
      .errors({ IMPORT_REFUSED: { data: z.object({ fault: importFault }) } })
      .input(z.object({ import: z.string(), data: z.base64().max(700_000) }))
      .output(importProgress),
    /** Answers when every mail of the file is in a case or kept aside. */
    finish: base
      .errors({ IMPORT_REFUSED: { data: z.object({ fault: importFault }) } })
      .input(z.object({ import: z.string() }))
      .output(importDone),
    settings: base.output(mailSettings),
    saveSettings: base.input(mailSettings).output(mailSettings),
    /** Mails and files that were not taken in, newest first. */
    keptAside: base.output(z.array(keptAside)),
  },
  customers: {
    find: base.input(z.object({ text: z.string().min(1).max(200) })).output(z.array(customerSummary)),
    /** Whom a stranger may be, with why one thinks so. */
    suggest: base
      .input(z.object({ caseId }))
      .output(
        z.array(
          z.object({ customer: customerSummary, reason: z.enum(['phone', 'email', 'card', 'id-number', 'amount', 'contact']), wrote: z.array(inboxRow) }),
        ),
      ),
    ...panelContract,
    /** Which transactions of the case's customer the newest messages are about, and what speaks for each; none while nobody is confirmed. */
    suggestTransactions: base
      .input(
        z.object({
          caseId,
          /** Whose "yesterday" is meant (IANA); the host's own where it is not said. */
          timeZone: z.string().max(64).refine(isTimeZone).optional(),
        }),
      )
      .output(z.array(z.object({ transaction: transactionId, reasons: z.array(matchReason) }))),
    /** A link that opens the customer's page already known as this customer; demo desk only. */
    demoChatLink: base.input(z.object({ customer: customerId })).output(z.object({ url: z.string() })),
  },
  erasure: {
    /** Whom the erasure of a case's person would reach, and what is to be typed to confirm it. */
    scope: base
      .input(z.object({ caseId }))
      .output(z.object({ customer: customerId.nullable(), cases: z.number().int(), open: z.number().int(), confirm: z.string() })),
    /** Erases the person of a case in all their cases, for good; answers when this host has nothing of it any more. */
    erase: base.input(z.object({ caseId, reason: erasureReason, confirm: z.string().max(100), commandId })).output(z.object({ cases: z.number().int() })),
  },
  cache: {
    /** Empties this host's cache and reads the log again from its beginning; `host.sync` tells how far that is. */
    rebuild: base.output(z.object({})),
  },
  channels: channelContract,
  ...guardContract,
  ...actionContract,
  search: {
    /** What a search finds that the person may see, newest first; its language stands in shared/desk/search-query.ts. */
    query: base
      .errors({ SEARCH_REFUSED: { data: z.object({ faults: z.array(searchFault).min(1) }) } })
      .input(
        z.object({
          text: z.string().trim().min(1).max(MAX_SEARCH_LENGTH),
          limit: z.number().int().min(1).max(100),
          /** Whose days `before:` and `after:` mean (IANA); the host's own where it is not said. */
          timeZone: z.string().max(64).refine(isTimeZone).optional(),
        }),
      )
      .output(z.array(searchHit)),
  },
  settings: {
    read: base.output(preferences),
    save: base.input(preferences).output(z.object({})),
  },
  demo: {
    follow: base.output(eventIterator(demoState)),
    set: base.input(demoState.pick({ paused: true, speed: true, colleagues: true })).output(demoState),
  },
};
